// The settings form keeps what was chosen, in this browser, for the next upload and the next visit.

import * as z from "zod/mini";
import { PRESET_NAMES } from "../../protocol/presets.ts";
import { createStore, type Store } from "../store.ts";
import { DEFAULT_DRAFT, type SettingsDraft } from "./settings-draft.ts";

const KEY = "reelight.settings";

const DraftSchema = z.object({
  preset: z.enum(["", ...PRESET_NAMES]),
  mode: z.enum(["auto", "manual", "off", "seed"]),
  values: z.object({
    brightness: z.string(),
    contrast: z.string(),
    saturation: z.string(),
    gamma: z.string(),
    temperature: z.string(),
  }),
  strength: z.string(),
  steps: z.object({ denoise: z.string(), sharpen: z.string(), deband: z.string() }),
  stabilize: z.string(),
  frameRate: z.string(),
  ownFrameRate: z.string(),
  fpsMethod: z.string(),
  audio: z.string(),
  loudness: z.string(),
  quality: z.string(),
  megabytes: z.string(),
  hdr: z.string(),
  tags: z.string(),
  matte: z.string(),
});

/** The draft of the last visit, if there was one. `storage` is null where nothing can be kept. */
export function rememberedDraft(
  storage: Pick<Storage, "getItem" | "setItem"> | null,
): Store<SettingsDraft> {
  const text = storage?.getItem(KEY) ?? null;
  const parsed = DraftSchema.safeParse(text === null ? null : JSON.parse(text));
  const store = createStore<SettingsDraft>(parsed.success ? parsed.data : DEFAULT_DRAFT);
  store.subscribe(() => storage?.setItem(KEY, JSON.stringify(store.get())));
  return store;
}
