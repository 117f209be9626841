// Elements of EBML (RFC 8794): an id and a size of variable length, then content.

/** Elements of one parent: a track entry has some thirty, `Tracks` at most 64. */
const CHILDREN_MAX = 256;

export type Element = { id: number; size: number | null; body: number; end: number };

/** The element's header at `at`; positions are told as if the bytes began at `base`. */
export function parseElement(bytes: Uint8Array, at: number, base = 0): Element | null {
  const idLength = vintLength(bytes[at]);
  if (idLength > 4) return null;
  const sizeLength = vintLength(bytes[at + idLength]);
  const body = at + idLength + sizeLength;
  if (sizeLength > 8 || body > bytes.length) return null;
  let id = 0;
  for (let index = 0; index < idLength; index++) id = id * 256 + (bytes[at + index] ?? 0);
  const first = (bytes[at + idLength] ?? 0) & (0xff >> sizeLength);
  let size = first;
  let allSet = first === 0xff >> sizeLength;
  for (let index = 1; index < sizeLength; index++) {
    const byte = bytes[at + idLength + index] ?? 0;
    size = size * 256 + byte;
    allSet &&= byte === 0xff;
  }
  if (allSet) return { id, size: null, body: base + body, end: Number.POSITIVE_INFINITY };
  return { id, size, body: base + body, end: base + body + size };
}

/** Bytes of a variable-length number, told by its first byte; 9 if it is none. */
function vintLength(first: number | undefined): number {
  return first ? Math.clz32(first) - 23 : 9;
}

/** The elements of `from` to `to`, or null unless they fill it without a rest. */
export function childrenOf(bytes: Uint8Array, from: number, to: number): Element[] | null {
  const children: Element[] = [];
  let at = from;
  while (at < to) {
    const element = parseElement(bytes, at);
    if (!element || element.end > to || children.length === CHILDREN_MAX) return null;
    children.push(element);
    at = element.end;
  }
  return children;
}
