// Puts views of memory as one object, without joining them first: a chunk of eight blocks is never
// in memory twice.

/** Waits before the second and the third try. R2 answers 429 or 5xx in passing. */
const RETRY_MS = [100, 500];

/** Puts the views, in order, as the object `key`. Three tries; rejects with the last one's error. */
export async function putViews(
  bucket: R2Bucket,
  key: string,
  views: readonly Uint8Array[],
  bytes: number,
): Promise<void> {
  for (const wait of RETRY_MS) {
    try {
      return await putOnce(bucket, key, views, bytes);
    } catch (error) {
      console.warn(`put of ${bytes} bytes is tried again`, error);
      await scheduler.wait(wait);
    }
  }
  await putOnce(bucket, key, views, bytes);
}

async function putOnce(
  bucket: R2Bucket,
  key: string,
  views: readonly Uint8Array[],
  bytes: number,
): Promise<void> {
  const [only] = views;
  if (views.length === 1 && only) {
    await bucket.put(key, only);
    return;
  }
  // R2 wants to know the length of a stream beforehand.
  const { readable, writable } = new FixedLengthStream(bytes);
  await Promise.all([bucket.put(key, readable), write(writable, views)]);
}

async function write(writable: WritableStream, views: readonly Uint8Array[]): Promise<void> {
  const writer = writable.getWriter();
  for (const view of views) await writer.write(view);
  await writer.close();
}
