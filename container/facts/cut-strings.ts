// Cuts the strings of JSON as it streams by, so that a tag of megabytes never gets into memory, and
// thousands of long ones do not make too much of it either.

/**
 * Longest string that is kept, in characters; an escape counts as one. The document keeps 256 of
 * them, which may stand behind characters that are taken out.
 */
export const STRING_CHARS_MAX = 1_024;
/**
 * Once so much came out, strings are cut at the length of the longest names of tags: ordinary files
 * stay below a tenth of it. A chapter with five tags then takes 3 KB at most, of escapes alone, so
 * that 1 000 such chapters, and far more ordinary ones, fit into what may be printed.
 */
const AMPLE_CHARS = 1024 * 1024;
const SHORT_CHARS_MAX = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SMALL_U = 0x75;
/** Right behind a backslash; below it, so many hexadecimal digits are still to come. */
const ESCAPE = 5;

/** A function that is given JSON text piece by piece, and gives it back with its strings cut. */
export function stringCutter(): (piece: string) => string {
  let [inside, dropping] = [false, false];
  let [kept, escaping] = [0, 0];
  /** What came out of the pieces before, and most of the string at hand that is kept. */
  let [before, most] = [0, STRING_CHARS_MAX];
  return (piece) => {
    let [out, from] = ["", 0];
    const settle = (at: number, drop: boolean) => {
      if (drop === dropping) return;
      if (!dropping) out += piece.slice(from, at);
      [from, dropping] = [at, drop];
    };
    for (let at = 0; at < piece.length; at++) {
      const unit = piece.charCodeAt(at);
      if (!inside) {
        [inside, kept] = [unit === QUOTE, 0];
        const told = before + out.length + at - from;
        if (inside) most = told < AMPLE_CHARS ? STRING_CHARS_MAX : SHORT_CHARS_MAX;
      } else if (escaping > 0) {
        escaping = escaping < ESCAPE ? escaping - 1 : unit === SMALL_U ? 4 : 0;
      } else if (unit === QUOTE) {
        settle(at, false);
        inside = false;
      } else if (!isSecondHalf(unit)) {
        if (kept++ >= most) settle(at, true);
        if (unit === BACKSLASH) escaping = ESCAPE;
      }
    }
    if (!dropping) out += piece.slice(from);
    before += out.length;
    return out;
  };
}

/** The second half of a surrogate pair goes where the first went. */
function isSecondHalf(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
