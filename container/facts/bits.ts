// Reads bits of headers, most significant first. Throws a RangeError behind the end.

export type Bits = {
  /** An unsigned number of up to 32 bits. */
  u: (count: number) => number;
  /** Exp-Golomb codes (ITU-T H.264, 9.1), unsigned and signed. */
  ue: () => number;
  se: () => number;
};

export function bitsOf(bytes: Uint8Array): Bits {
  let at = 0;
  const bit = () => {
    const byte = bytes[at >> 3];
    if (byte === undefined) throw new RangeError("the header ends early");
    return (byte >> (7 - (at++ & 7))) & 1;
  };
  const u = (count: number) => {
    let value = 0;
    for (let read = 0; read < count; read++) value = value * 2 + bit();
    return value;
  };
  const ue = () => {
    let zeros = 0;
    while (bit() === 0) if (++zeros > 31) throw new RangeError("no Exp-Golomb code");
    return 2 ** zeros - 1 + u(zeros);
  };
  const se = () => {
    const code = ue();
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2;
  };
  return { u, ue, se };
}
