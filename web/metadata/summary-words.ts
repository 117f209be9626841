// A file in one or two sentences that a person reads at a glance. Pure. Says only what is known by
// now; a stranger's words in it are kept short and apart from the text around them.

import type { Facts, VideoStream } from "../../protocol/facts.ts";
import { filmPictureOf } from "../../protocol/film-picture.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import type { StreamPackets } from "../../protocol/packets.ts";
import { toNumber } from "../../protocol/rational.ts";
import { formatDuration, formatNumber } from "../format.ts";
import { words } from "../language/words.ts";
import { dayWords } from "./file-rows.ts";
import { layoutName, shortCodecName } from "./names.ts";
import { counted } from "./rows.ts";
import { lufs } from "./sound-rows.ts";
import { paceIsUneven } from "./timing-rows.ts";

/** Null while not even the first facts are known. */
export function summaryWords(document: MetadataDocument): string | null {
  const { facts, findings, stage } = document;
  if (!facts) return null;
  const picture = filmPictureOf(facts);
  const parts = [
    lengthAndPicture(document, picture),
    soundWords(document),
    originWords(facts, picture),
  ].filter((part) => part !== null);
  const sentence = `${capital(parts.join(", "))}.`;
  const told = words().metadata.summary;
  const heeded = findings.filter(({ severity }) => severity !== "info").length;
  if (heeded > 0) return `${sentence} ${counted(heeded, told.heed)}`;
  return stage === "content" ? `${sentence} ${told.nothingWrong}` : sentence;
}

/** `12 s of 1080p HLG H.265 at 30 pictures a second`. */
function lengthAndPicture(document: MetadataDocument, picture: VideoStream | null): string {
  const length = document.packets?.duration ?? document.facts?.container.duration ?? null;
  const time = length === null ? null : formatDuration(length);
  const told = words().metadata.summary;
  if (!picture) return told.soundOnly(time);
  const what = [
    sizeName(picture),
    picture.dynamicRange === "SDR" ? null : picture.dynamicRange,
    shortCodecName(picture) ?? told.video,
  ].filter((part) => part !== null);
  const packets = document.packets?.streams.find(({ index }) => index === picture.index) ?? null;
  return told.picture(time, what.join(" "), rateWords(picture, packets));
}

/** Sizes that people know by name: the longer and the shorter side, and what they are called. */
const SIZES: readonly [long: number, short: number, name: string][] = [
  [7680, 4320, "8K"],
  [3840, 2160, "4K"],
  [2560, 1440, "1440p"],
  [1920, 1080, "1080p"],
  [1280, 720, "720p"],
];

/** `1080p`, also of a film that is wider and lower; else `640 × 360`. */
function sizeName({ displayWidth, displayHeight }: VideoStream): string {
  const long = Math.max(displayWidth, displayHeight);
  const short = Math.min(displayWidth, displayHeight);
  const known = SIZES.find(
    ([length, height]) =>
      (long === length && short <= height) || (short === height && long <= length),
  );
  // A strip of 1920 × 200 is no 1080p.
  const ordinary = known && short >= known[1] * 0.7;
  return ordinary ? known[2] : `${displayWidth} × ${displayHeight}`;
}

/** Beyond this, the slowest and the fastest pace are a pause and a slip, and no range of rates. */
const RATE_SPAN_MAX = 4;

/** `at 30 pictures a second`, or null where that is not known. */
function rateWords(picture: VideoStream, packets: StreamPackets | null): string | null {
  const pace = packets?.pace ?? null;
  const variable = pace ? paceIsUneven(pace) : picture.variableFrameRate;
  const shown = (rate: number) => formatNumber(rate, rate < 10 ? 1 : 0);
  const told = words().metadata.summary;
  if (variable && pace?.min && pace.max && pace.max <= pace.min * RATE_SPAN_MAX) {
    const [slow, fast] = [shown(1 / pace.max), shown(1 / pace.min)];
    if (slow !== fast) return told.varyingRate(slow, fast);
  }
  const declared = picture.frameRate && toNumber(picture.frameRate);
  const rate = picture.measuredFrameRate ?? declared;
  if (rate === null) return null;
  return variable ? told.unevenRate(shown(rate)) : told.rate(formatNumber(rate, 2));
}

/** `stereo sound at −23 LUFS`, `no sound`. */
function soundWords({ facts, content }: MetadataDocument): string | null {
  const sounds = facts?.streams.filter((stream) => stream.kind === "audio") ?? [];
  // The one that players pick, as the findings see it.
  const played = sounds.find((sound) => sound.default) ?? sounds[0];
  const told = words().metadata.summary;
  if (!played) return told.noSound;
  const layout = layoutName(played.channelLayout, played.channels);
  const name = sounds.length > 1 ? told.sounds(sounds.length) : told.sound(layout);
  const heard = content?.sound.find(({ index }) => index === played.index);
  if (!heard) return name;
  if (heard.loudness === null) return told.unheard(name);
  return told.heard(name, lufs(Math.round(heard.loudness)));
}

/** Clocks that were never set tell the year in which counting began: 1904, 1970 or 1980. */
const CLOCK_UNSET = "1981";
/** Words of a stranger in a sentence of ours are no longer than this. */
const STRANGER_CHARS = 40;

/** `filmed upright with an Apple iPhone 15 on 3 May 2024`. */
function originWords({ about }: Facts, picture: VideoStream | null): string | null {
  const upright = picture !== null && picture.displayHeight > picture.displayWidth;
  const createdAt = about?.createdAt ?? null;
  const day = createdAt !== null && createdAt > CLOCK_UNSET ? dayWords(createdAt) : null;
  const device = deviceWords(about?.deviceMake ?? null, about?.deviceModel ?? null);
  const filmed = device !== null || Boolean(about?.location);
  if (!upright && device === null && day === null) return null;
  const told = words().metadata.summary;
  if (filmed) return told.filmed(upright, device, day);
  return [upright ? told.upright : null, day === null ? null : told.made(day)]
    .filter((part) => part !== null)
    .join(", ");
}

/** `Apple iPhone 15`. A maker's name that the model repeats is said once. */
function deviceWords(make: string | null, model: string | null): string | null {
  const repeated = make !== null && model?.toLowerCase().startsWith(make.toLowerCase());
  const name = [repeated ? null : make, model].filter((part) => part !== null).join(" ");
  return name === "" ? null : apart(name);
}

/** U+2068 and U+2069 keep a name of any direction from turning the words around it. */
const apart = (name: string) =>
  `\u2068${name.length > STRANGER_CHARS ? `${name.slice(0, STRANGER_CHARS)}…` : name}\u2069`;

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
