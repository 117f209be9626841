// Colour temperature as gains of red and blue. Pure.

/** Daylight: what sRGB and BT.709 call white. */
const NEUTRAL_KELVIN = 6_500;
/** Past these there is next to nothing of a colour left to scale, or all of it clips. */
const GAIN_MIN = 0.4;
const GAIN_MAX = 2.5;

/**
 * Gains against green for a picture that is to look as under light of so many kelvin (1000…40000);
 * 1, 1 at 6500, and lower is warmer.
 */
export function gainsOfTemperature(kelvin: number): { red: number; blue: number } {
  const [wanted, neutral] = [blackBody(kelvin), blackBody(NEUTRAL_KELVIN)];
  const gain = (channel: "red" | "blue") => {
    const against = wanted[channel] / wanted.green / (neutral[channel] / neutral.green);
    return Math.round(Math.min(GAIN_MAX, Math.max(GAIN_MIN, against)) * 10_000) / 10_000;
  };
  return { red: gain("red"), blue: gain("blue") };
}

/**
 * sRGB of a black body, 0…1, by Tanner Helland's fit to M. Charity's tables, as in ffmpeg's
 * colortemperature: https://tannerhelland.com/2012/09/18/convert-temperature-rgb-algorithm-code.html
 */
function blackBody(kelvin: number): { red: number; green: number; blue: number } {
  const t = kelvin / 100;
  const warm = t <= 66;
  const share = (value: number) => Math.min(1, Math.max(0.001, value / 255));
  return {
    red: warm ? 1 : share(329.698727446 * (t - 60) ** -0.1332047592),
    green: share(
      warm
        ? 99.4708025861 * Math.log(t) - 161.1195681661
        : 288.1221695283 * (t - 60) ** -0.0755148492,
    ),
    blue: t >= 66 ? 1 : t <= 19 ? 0.001 : share(138.5177312231 * Math.log(t - 10) - 305.0447927307),
  };
}
