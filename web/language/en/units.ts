/** How numbers, lengths and moments are written. */
export const units = {
  /** For Intl: the marks in numbers, and how far away a moment is. */
  locale: "en",
  /** For Intl: days and times of day in full, day before month. */
  momentLocale: "en-GB",
  hours: "h",
  minutes: "min",
  seconds: "s",
  framesPerSecond: "fps",
  /** A moment and how far away it is. */
  moment: (at: string, away: string) => `${at} (${away})`,
  /** Less than a minute away. */
  soon: "in a moment",
  justNow: "just now",
};
