// Settings by purpose. A preset is no mode of its own: it is unfolded when settings are parsed, and
// whatever is given beside it wins.

import type { Settings } from "./settings.ts";

export const PRESET_NAMES = [
  "auto",
  "low-light",
  "webcam",
  "old-footage",
  "screen-recording",
  "vivid",
] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

export const PRESETS: Record<PresetName, Settings> = {
  auto: { mode: "auto" },
  // Sensors are noisy in the dark, and lifting shadows lifts their noise.
  "low-light": { mode: "auto", denoise: 0.6, loudness: "auto" },
  // A face before a wall, a cheap lens, speech that must be understood.
  webcam: { mode: "auto", denoise: 0.4, sharpen: 0.3, loudness: -16 },
  // Grain, wobble and faded colour of film and tape.
  "old-footage": { mode: "auto", denoise: 0.6, deband: 0.5, stabilize: 3, loudness: "auto" },
  // Text and flat colours: any filter on them only harms.
  "screen-recording": {
    mode: "manual",
    denoise: "off",
    sharpen: "off",
    deband: "off",
    loudness: "auto",
  },
  vivid: { mode: "manual", contrast: 1.08, saturation: 1.2, sharpen: 0.3 },
};
