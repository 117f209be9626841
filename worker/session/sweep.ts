// Removes what lies below a prefix. Called again until it has come to its end: an object that is
// already gone is no error.

/** R2 lists and deletes at most this many objects at a time. */
const PAGE = 1_000;

/** Deletes every object whose key begins with `prefix`. Throws if R2 does; it is then called again. */
export async function sweepPrefix(bucket: R2Bucket, prefix: string): Promise<void> {
  for (;;) {
    const page = await bucket.list({ prefix, limit: PAGE });
    if (page.objects.length > 0) await bucket.delete(page.objects.map((object) => object.key));
    if (!page.truncated) return;
  }
}
