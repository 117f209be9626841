// The settings of an enhancement: the form, what it asks for in a few words, and trying it out.

import type { PreviewForm } from "../../../protocol/job.ts";
import type { PresetName } from "../../../protocol/presets.ts";
import type { Settings } from "../../../protocol/settings.ts";
import type { FieldName, SliderName, StepName } from "../../settings/settings-draft.ts";
import type { CurveName } from "../../settings/slider-curve.ts";

export const settings = {
  title: "Settings",
  /** What the modes are about, for screen readers. */
  nextVideos: "How the next videos are treated",
  thisTime: "How it is treated this time",
  startFrom: "Start from",
  presets: {
    auto: "Automatic",
    "low-light": "Low light",
    webcam: "Webcam",
    "old-footage": "Old footage",
    "screen-recording": "Screen recording",
    vivid: "Vivid",
  } satisfies Record<PresetName, string>,
  modes: {
    auto: { name: "Automatic", words: "Measures the picture and chooses." },
    manual: { name: "Manual", words: "Your own numbers." },
    seed: { name: "Classic look", words: "A fixed look, a little brighter." },
    off: { name: "Only facts", words: "No new picture is made." },
  } satisfies Record<Settings["mode"], { name: string; words: string }>,

  /** The numbers, each with its slider. */
  numbers: "Numbers",
  resetNumbers: "Reset numbers",
  number: {
    brightness: { label: "Brightness", range: "−1 to 1" },
    contrast: { label: "Contrast", range: "0 to 3" },
    saturation: { label: "Saturation", range: "0 to 3" },
    gamma: { label: "Gamma", range: "0.1 to 10" },
    temperature: { label: "Temperature", range: "1000 to 40000 K" },
    strength: { label: "Strength", range: "0 to 1" },
  } satisfies Record<CurveName, { label: string; range: string }>,
  reset: (label: string) => `Reset ${label.toLowerCase()}`,
  slider: (label: string) => `${label} slider`,
  /** Values of a slider as a screen reader says them. */
  spoken: {
    empty: "empty",
    value: (text: string, sense: string) => `${text.replace("-", "−")}, ${sense}`,
    kelvin: (text: string, sense: string) => `${text} kelvin, ${sense}`,
    unchanged: "unchanged",
    senses: {
      brightness: { less: "darker", more: "brighter" },
      contrast: { less: "softer", more: "stronger" },
      saturation: { less: "paler", more: "more colourful" },
      gamma: { less: "darker in the middle tones", more: "brighter in the middle tones" },
      temperature: { less: "warmer", more: "cooler" },
    } satisfies Record<SliderName, { less: string; more: string }>,
  },

  frameRate: {
    label: "Frame rate",
    source: "As the source",
    own: "Own value…",
    perSecond: "Frames per second",
  },

  /** What is wrong with a field. `mostFrames` is the highest frame rate. */
  wrong: {
    brightness: () => "Brightness must be a number from -1 to 1.",
    contrast: () => "Contrast must be a number from 0 to 3.",
    saturation: () => "Saturation must be a number from 0 to 3.",
    gamma: () => "Gamma must be a number from 0.1 to 10.",
    temperature: () => "Temperature must be a number from 1000 to 40000.",
    strength: () => "Strength must be a number from 0 to 1.",
    fps: (mostFrames: number) =>
      `Frame rate must be "source", a number from 1 to ${mostFrames} with at most three decimals, or a fraction such as "30000/1001".`,
    megabytes: () => "The largest size must be a number of megabytes above 0.",
  } satisfies Record<FieldName, (mostFrames: number) => string>,

  more: {
    title: "More settings",
    steps: {
      denoise: "Remove noise",
      sharpen: "Sharpen",
      deband: "Smooth banding",
    } satisfies Record<StepName, string>,
    stabilize: "Steady the camera",
    method: "New frames",
    audio: "Sound",
    loudness: "Loudness",
    size: "File size",
    megabytes: "Megabytes",
    hdr: "HDR films",
    tags: "Tags",
    matte: "Behind transparency",
  },
  choices: {
    automatic: "Automatic",
    off: "Off",
    light: "Light",
    medium: "Medium",
    strong: "Strong",
    /** A strength that is not offered by name. */
    strength: (value: string) => `Strength ${value}`,
    methods: {
      cfr: "Repeat or drop pictures",
      blend: "Blend pictures",
      motion: "Follow the motion (slow)",
    } satisfies Record<NonNullable<Settings["fpsMethod"]>, string>,
    audio: {
      auto: "Copy where it plays everywhere",
      aac: "Encode as AAC",
      copy: "Copy only",
    } satisfies Record<NonNullable<Settings["audio"]>, string>,
    loudness: {
      auto: "Mend if needed",
      off: "Leave as it is",
      streaming: "−14 LUFS, streaming",
      web: "−16 LUFS, web",
      broadcast: "−23 LUFS, broadcast",
    },
    lufs: (value: string) => `${value.replace("-", "−")} LUFS`,
    quality: {
      standard: "Standard",
      finer: "Finer, larger file",
      smaller: "Smaller file",
      size: "No larger than…",
    },
    /** `CRF 18`, `SSIM 0.98`. */
    measure: (name: string, value: string) => `${name} ${value}`,
    hdr: {
      both: "Keep HDR beside SDR",
      tonemap: "SDR only",
      preserve: "Insist on HDR",
    } satisfies Record<NonNullable<Settings["hdr"]>, string>,
    tags: {
      private: "Without place and device",
      location: "With the place",
      nothing: "Nothing at all",
    },
    mattes: { black: "Black", white: "White", green: "Green" },
  },

  /** What settings ask for, in a few words. */
  summary: {
    needsLook: "Needs a look",
    purpose: (mode: string, preset: string) => `${mode} for ${preset.toLowerCase()}`,
    whole: (name: string, details: string[]) => `${name}: ${details.join(", ")}`,
    number: (name: SliderName, value: number) =>
      `${name} ${value}${name === "temperature" ? " K" : ""}`,
    strength: (value: number) => `strength ${value}`,
    step: (name: StepName, value: string) => `${name} ${value}`,
    stabilize: (value: number) => `steadied ${value}`,
    frameRate: (value: string) => `${value} fps`,
    methods: { blend: "blend", motion: "motion" },
    audio: { copy: "sound copied", aac: "sound as AAC" },
    loudness: { off: "loudness off", auto: "loudness auto" },
    atMost: (bytes: string) => `at most ${bytes}`,
    hdr: { tonemap: "SDR only", preserve: "insists on HDR" },
    noTags: "no tags",
    withPlace: "with the place",
    matte: (colour: string) => `on ${colour}`,
  },

  /** Another run of a video that is there. */
  again: {
    title: "Run again with other settings",
    label: "Settings of another run",
    run: "Run again",
    history: "Steps",
    undo: "Undo",
    undone: "Undone.",
    redo: "Redo",
    redone: "Redone.",
    resetAll: "Reset all",
  },

  /** What only the service can make, within a sentence. */
  work: {
    steps: {
      denoise: "noise removal",
      sharpen: "sharpening",
      deband: "smoothing of bands",
    } satisfies Record<StepName, string>,
    stepOf: (step: string, value: string) => `${step} ${value}`,
    deblock: "smoothing of blocks",
    measured: "what Automatic measures",
    tone: "brightness and colour",
    steadier: "a steadier camera",
    frameRate: "another frame rate",
  },

  /** From Automatic to manual. */
  takenOver: {
    begun: "Manual now, beginning with Automatic's numbers.",
    kept: (steps: string[]) => `Kept from it: ${steps.join(", ")}.`,
    noDeblock: "Left out: smoothing of blocks, which only Automatic does.",
    oneTone: "One tone now serves all shots.",
  },
  chosen: {
    film: "Automatic chose these for your film.",
    shots: (count: number) =>
      `Automatic chose a tone for each of ${count} shots: here is that of the shot you see.`,
    nearest: "Its white balance lies beside what a temperature can say: the nearest is shown.",
    move: "Move one to go on by hand.",
  },

  preview: {
    original: "The original picture",
    asSet: "The picture as you set it",
    made: "With these settings",
    at: (place: string, caption: string) => `At ${place}. ${caption}`,
    byService: (recipe: string) => `Made by the service with everything. ${recipe}`,
    complete: "Brightness and colour change as you set them.",
    beingMade: (missing: string[]) => `Being made: ${missing.join(", ")}.`,
    missing: (missing: string[]) => `Not in this picture: ${missing.join(", ")}. Try it below.`,
    forms: {
      still: {
        make: "Try on a picture",
        making: "Making a picture…",
        begun: "Making a picture with these settings.",
        shown: "The picture with these settings is shown.",
      },
      clip: {
        make: "Try on three seconds",
        making: "Making three seconds…",
        begun: "Making three seconds with these settings.",
        shown: "Three seconds with these settings are shown.",
      },
    } satisfies Record<PreviewForm, { make: string; making: string; begun: string; shown: string }>,
    play: "Play the preview",
    pause: "Pause the preview",
    onCopy: "Your browser cannot play the original: this is a smaller copy of it.",
    moment: "Moment of the preview",
    momentComing: (at: string | null) =>
      at === null ? "The picture is on its way." : `The picture at ${at} is on its way.`,
    momentShown: "The picture of that moment is shown.",
    place: (at: string, duration: string) => `${at} of ${duration}`,
    hold: "Hold to see the original",
  },
};
