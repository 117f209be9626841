// Numbers as people read them, in the language of the page.

import { type Rational, toNumber } from "../protocol/rational.ts";
import { words } from "./language/words.ts";

/** Between a number and its unit, which belong on one line. */
const NBSP = "\u00a0";

/** `4.1 MB`: decimal units, as on a disk's box and in a phone's settings. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${formatNumber(value, unit === 0 ? 0 : value < 10 ? 2 : value < 100 ? 1 : 0)}${NBSP}${units[unit]}`;
}

/** `0:05`, `12:03`, `1:02:03`: a place or a length in a video, in whole seconds. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** `0:05.38`: a place in a video to the hundredth of a second. */
export function formatTimecode(seconds: number): string {
  // A hair more, since 5.1 * 100 is less than 510.
  const hundredths = Math.max(0, Math.floor(seconds * 100 + 1e-6));
  const twoDigits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  const fraction = new Intl.NumberFormat(words().units.locale, twoDigits).format(
    (hundredths % 100) / 100,
  );
  // Without the zero before the mark.
  return formatClock(hundredths / 100) + fraction.slice(1);
}

/** `5.38 s`, `2 min 5 s`, `1 h 2 min`: a length in words. */
export function formatDuration(seconds: number): string {
  const { hours: h, minutes: min, seconds: s } = words().units;
  // 59.97 s rounds to a minute.
  if (seconds < 59.95) return `${formatNumber(seconds, seconds < 10 ? 2 : 1)}${NBSP}${s}`;
  const whole = Math.round(seconds);
  if (whole < 3600) return joined([Math.floor(whole / 60), min], [whole % 60, s]);
  const minutes = Math.round(whole / 60);
  return joined([Math.floor(minutes / 60), h], [minutes % 60, min]);
}

/** `3.4 Mbit/s`, from bits per second. */
export function formatBitrate(bitsPerSecond: number): string {
  if (bitsPerSecond < 1_000_000) return `${formatNumber(bitsPerSecond / 1000, 0)}${NBSP}kbit/s`;
  return `${formatNumber(bitsPerSecond / 1_000_000, 1)}${NBSP}Mbit/s`;
}

/** `29.97 fps`. */
export function formatFrameRate(rate: Rational | number): string {
  return `${formatNumber(typeof rate === "number" ? rate : toNumber(rate), 3)}${NBSP}${words().units.framesPerSecond}`;
}

/** `40 %`, from a share of work that goes on. It says 100 only of the whole. */
export function formatPercent(share: number, decimals = 0): string {
  const shown = share < 1 && decimals === 0 ? Math.floor(share * 100) : share * 100;
  return `${formatNumber(shown, decimals)}${NBSP}%`;
}

/** `16 %`, from a share of what is: rounded as numbers are, and `0.4 %` where that would say nothing. */
export function formatShare(share: number): string {
  const percent = share * 100;
  return `${formatNumber(percent, percent > 0 && percent < 0.95 ? 1 : 0)}${NBSP}%`;
}

/** At most that many decimals, none of them a trailing zero: `1.5`, `1,080`. Zero has no sign. */
export function formatNumber(value: number, decimals: number): string {
  const text = new Intl.NumberFormat(words().units.locale, {
    maximumFractionDigits: decimals,
  }).format(value);
  return text === "-0" ? "0" : text;
}

/** `Sunday, 29 November, 10:46 (in 6 days)`, in the person's own time zone. */
export function formatMoment(iso: string, now: number): string {
  const at = Date.parse(iso);
  const { momentLocale, moment } = words().units;
  const day = new Intl.DateTimeFormat(momentLocale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
  }).format(at);
  return moment(day, formatRelative(at - now));
}

/** `in 6 days`, `3 hours ago`: whole units, rounded towards now. */
export function formatRelative(ms: number): string {
  const { locale, soon, justNow } = words().units;
  if (Math.abs(ms) < 60_000) return ms > 0 ? soon : justNow;
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const minutes = Math.trunc(ms / 60_000);
  if (Math.abs(minutes) < 60) return relative.format(minutes, "minute");
  const hours = Math.trunc(minutes / 60);
  return Math.abs(hours) < 48
    ? relative.format(hours, "hour")
    : relative.format(Math.trunc(hours / 24), "day");
}

function joined(...parts: [number, string][]): string {
  const shown = parts.filter(([value]) => value > 0);
  return shown.map(([value, unit]) => `${value}${NBSP}${unit}`).join(" ");
}
