// A film of any size with its index at the end, that nobody has to store to send it: a real clip
// whose media box is stretched with zeros.

const PIECE_BYTES = 64 * 2 ** 20;

/** Bytes before the zeros and behind them. */
export type LargeFilm = { head: Buffer; tail: Buffer; bytes: number };

/**
 * Stretches an MP4 of `ftyp`, an empty `free`, `mdat` and `moov` in this order, as ffmpeg writes it:
 * `free` and the old header make room for a header with a length of 64 bits, so that all samples
 * stay where the index says. Throws if the clip is built otherwise.
 */
export function lateIndex(clip: Buffer, bytes: number): LargeFilm {
  const free = clip.readUInt32BE(0);
  const media = free + clip.readUInt32BE(free);
  const index = media + clip.readUInt32BE(media);
  const names = [4, free + 4, media + 4, index + 4].map((at) =>
    clip.toString("latin1", at, at + 4),
  );
  if (names.join() !== "ftyp,free,mdat,moov") throw new Error(`not built as needed: ${names}`);
  const [head, tail] = [Buffer.from(clip.subarray(0, index)), clip.subarray(index)];
  head.writeUInt32BE(1, free);
  head.write("mdat", free + 4, "latin1");
  head.writeBigUInt64BE(BigInt(bytes - tail.length - free), free + 8);
  return { head, tail, bytes };
}

/** Its bytes in pieces, the index as one of its own. */
export function* piecesOf({ head, tail, bytes }: LargeFilm): Generator<Uint8Array> {
  yield head;
  const zeros = new Uint8Array(PIECE_BYTES);
  const end = bytes - tail.length;
  for (let at = head.length; at < end; at += PIECE_BYTES) {
    yield zeros.subarray(0, Math.min(PIECE_BYTES, end - at));
  }
  yield tail;
}
