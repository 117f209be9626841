// About the file: its panel. Rows and names have files of their own. Counts come twice: the number,
// by which the plural goes, and as it is shown.

import type { LostReason } from "../../../protocol/content.ts";
import type { Conflict, Stream, ValueSource } from "../../../protocol/facts.ts";
import type { Severity } from "../../../protocol/finding.ts";
import { names } from "./metadata-names.ts";
import { rows } from "./metadata-rows.ts";

const plural = (count: number, shown: string, one: string, many = `${one}s`) =>
  `${shown} ${count === 1 ? one : many}`;

export const metadata = {
  title: "About the file",
  knownBefore: "Below is what was known before.",
  reload: "Reload the page",
  begun: "The enhancement has begun.",
  nothingRead: "Nothing could be read.",
  firstToCome: "The first facts come in a moment.",
  /** Locale of a day that is written out. */
  dayLocale: "en-GB",
  range: (least: string, most: string) => `${least} to ${most}`,
  /** Of a value that tells where the file was made. */
  private: "Shown only if you ask for it",

  findings: {
    title: "What to know",
    none: "Nothing unusual was found.",
    noneYet: "Nothing unusual in what was read.",
    pending: "Still looking.",
    severities: {
      error: "Problem",
      warning: "Take care",
      info: "Good to know",
    } satisfies Record<Severity, string>,
    enhance: "Enhance with this",
    enhanceFor: (title: string) => `Enhance with this: ${title}`,
    evidence: "What shows it",
    seen: "Seen in the file",
  },

  location: {
    known: "This file tells where it was taken.",
    maybe: "A tag of this file may tell a place.",
    map: "Open a map at openstreetmap.org",
    below: "It stands among the tags below.",
    show: "Show the place",
    latitude: (degrees: string, north: boolean) => `${degrees}° ${north ? "north" : "south"}`,
    longitude: (degrees: string, east: boolean) => `${degrees}° ${east ? "east" : "west"}`,
    altitude: (metres: string, above: boolean) => `${metres} ${above ? "above" : "below"} the sea`,
  },

  sections: {
    file: "File & container",
    container: "Container",
    picture: "Picture",
    colour: "Colour & light",
    sound: "Sound",
    timing: "Timing & groups",
    others: "Subtitles & more",
    structure: "Structure",
    content: "Content",
    conflicts: "Conflicts",
    tags: "Tags",
    declared: "As the file declares it",
    measured: "As it was measured",
    heard: "As it was heard",
    built: "How the file is built",
    boxes: "Its boxes, in order",
    disagree: "Where sources disagree",
    meant: "What the file says of itself",
    spelled: "As the container spells it",
    spelledBy: (stream: string) => `${stream}, as its stream spells it`,
    toCome: "Comes when it has been looked at.",
    whatHappens: "What happens when",
    streams: (count: number, shown: string) => plural(count, shown, "stream"),
    values: (count: number, shown: string) => plural(count, shown, "value"),
    tagCount: (count: number, shown: string) => plural(count, shown, "tag"),
    leftOut: "Left out",
    tooMany: "too many or too long",
    sceneChanges: (count: number, shown: string) => plural(count, shown, "scene change"),
  },

  moments: {
    chapters: "Chapters",
    scenes: "Scenes begin",
    black: "Black",
    frozen: "Frozen",
    flashing: "Flashing",
    lost: {
      damaged: "Damaged, cannot be decoded",
      out_of_time: "Not looked at: the time for it was over",
    } satisfies Record<LostReason, string>,
    silence: "Silence",
    silenceIn: (place: number, stream: number) => `Silence in sound ${place} (stream ${stream})`,
    missing: "Missing",
    missingKinds: {
      video: "Missing picture",
      audio: "Missing sound",
      subtitle: "Missing subtitles",
      data: "Missing extra data",
      attachment: "Missing attachment",
      cover: "Missing cover picture",
    } satisfies Record<Stream["kind"], string>,
    ofStream: (what: string, stream: number) => `${what} (stream ${stream})`,
    showAll: (shown: string) => `Show all ${shown}`,
    firstListed: (shown: string) => `The first ${shown} are listed.`,
    /** Where nobody counted the others. */
    firstOfMany: (shown: string) => `the first ${shown}`,
  },

  charts: {
    bitrate: "Bit rate over time",
    /** `most` is where the most is; null where there is no less. */
    bitrateWords: (range: string, average: string, most: string | null) =>
      `${range}, ${average} on average (dashed)${most === null ? "" : `, most at ${most}`}.`,
    cutsMarked: (count: number, shown: string) =>
      `${plural(count, shown, "scene change")} marked below.`,
    loudness: "Loudness over time",
    loudnessRange: (range: string) => `${range} over three seconds each`,
    silentOrShort: "Silent or too short to tell",
    tooShort: "Too short to tell how it changes",
    loudnessWhole: (loudness: string) => `${loudness} as a whole (dashed)`,
    silences: (count: number, shown: string) =>
      `${plural(count, shown, "silent stretch", "silent stretches")} shaded`,
    loudnessWords: (parts: string) => `${parts}; the waveform behind.`,
    brightness: "Brightness over time",
    brightnessWords: (range: string, brightest: string | null) =>
      `${range}${brightest === null ? "" : `, brightest at ${brightest}`}.`,
    histogram: "How bright it is",
    histogramWords: (low: string, high: string, middle: string) =>
      `Most of the picture lies between ${low} and ${high} of full brightness, its middle at ${middle}. The lines are blue (dashed) and red against grey in the middle.`,
    often: "Often",
    rarely: "Rarely",
    black: "Black",
    grey: "Grey",
    white: "White",
    palette: "Colours that cover most",
  },

  exports: {
    title: "Take it away",
    copyAll: "Copy all",
    copied: "Copied",
    copiedDetail: "All that is known of the file, as JSON.",
    copiedPlace: "It says where the file was made.",
    notCopied: "The browser does not let us copy",
    notCopiedDetail: "Take it as a file instead.",
    download: (format: string) => `Download ${format}`,
    saved: "The file was saved.",
  },

  summary: {
    soundOnly: (length: string | null) => `${ofLength(length)}sound without a picture`,
    /** What a video is called whose codec has no name. */
    video: "video",
    picture: (length: string | null, what: string, rate: string | null) =>
      `${ofLength(length)}${what}${rate === null ? "" : ` ${rate}`}`,
    rate: (rate: string) => `at ${rate} pictures a second`,
    unevenRate: (rate: string) => `at an uneven ${rate} pictures a second on average`,
    varyingRate: (slow: string, fast: string) =>
      `at a varying ${slow} to ${fast} pictures a second`,
    noSound: "no sound",
    sound: (layout: string | null) => (layout === null ? "sound" : `${layout.toLowerCase()} sound`),
    sounds: (count: number) => `${count} sound tracks`,
    unheard: (sound: string) => `${sound} with nothing to hear`,
    heard: (sound: string, loudness: string) => `${sound} at ${loudness}`,
    /** The device's name may begin with a mark of its direction. */
    filmed: (upright: boolean, device: string | null, day: string | null) =>
      [
        "filmed",
        ...(upright ? ["upright"] : []),
        ...(device === null
          ? []
          : [`with ${/^\u2068?[aeiou]/i.test(device) ? "an" : "a"} ${device}`]),
        ...(day === null ? [] : [`on ${day}`]),
      ].join(" "),
    upright: "upright",
    made: (day: string) => `made on ${day}`,
    heed: (count: number, shown: string) =>
      `${plural(count, shown, "thing needs", "things need")} a look.`,
    nothingWrong: "Nothing is wrong with it.",
  },

  evidence: {
    /** A name of the document's in words: `keyframeInterval` is `keyframe interval`. */
    field: (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    number: (place: number) => `no. ${place}`,
    file: "the file",
    stream: (index: number) => `Stream ${index}`,
    asHeard: (stream: string) => `${stream} as heard`,
    asSeen: "Picture as seen",
    parts: { container: "Container", structure: "Structure", about: "Tags" },
    member: (name: string, value: string) => `${name} ${value}`,
    nothing: "nothing",
    yes: "yes",
    no: "no",
    none: "none",
    andMore: (values: string, more: number) => `${values} and ${more} more`,
    /** Who says a value: `the container says`. */
    sources: {
      container: "the container says",
      bitstream: "the stream itself says",
      measured: "the content shows",
      tag: "a tag says",
      name: "the file's name says",
    } satisfies Record<ValueSource, string>,
    packetsShow: "the packets show",
    picturesShow: "the pictures show",
    readers: {
      index: "read at once",
      ffprobe: "read by ffprobe",
      boxes: "read box by box",
      packets: "from its packets",
      content: "from its pictures",
    } satisfies Record<Conflict["values"][number]["reader"], string>,
  },

  names,
  rows,
};

function ofLength(length: string | null): string {
  return length === null ? "" : `${length} of `;
}
