// Cuts the strings of JSON as it streams by, so that a tag of megabytes never gets into memory.

/** Longest string that is kept, in characters; an escape counts as one. */
export const STRING_CHARS_MAX = 4_096;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SMALL_U = 0x75;
/** Right behind a backslash; below it, so many hexadecimal digits are still to come. */
const ESCAPE = 5;

/** A function that is given JSON text piece by piece, and gives it back with its strings cut. */
export function stringCutter(): (piece: string) => string {
  let [inside, dropping] = [false, false];
  let [kept, escaping] = [0, 0];
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
      } else if (escaping > 0) {
        escaping = escaping < ESCAPE ? escaping - 1 : unit === SMALL_U ? 4 : 0;
      } else if (unit === QUOTE) {
        settle(at, false);
        inside = false;
      } else if (!isSecondHalf(unit)) {
        if (kept++ >= STRING_CHARS_MAX) settle(at, true);
        if (unit === BACKSLASH) escaping = ESCAPE;
      }
    }
    return dropping ? out : out + piece.slice(from);
  };
}

/** The second half of a surrogate pair goes where the first went. */
function isSecondHalf(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
