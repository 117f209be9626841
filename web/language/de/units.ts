import type { Words } from "../words.ts";

export const units: Words["units"] = {
  locale: "de",
  momentLocale: "de-DE",
  hours: "h",
  minutes: "min",
  seconds: "s",
  framesPerSecond: "fps",
  moment: (at, away) => `${at} (${away})`,
  soon: "gleich",
  justNow: "gerade eben",
};
