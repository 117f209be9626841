import type { Words } from "../words.ts";

export const local: Words["local"] = {
  title: "Aus Ihrer Datei",
  noPicture: "kein Bewegtbild",
  turned: (degrees) => `um ${degrees}° gedreht`,
  noSound: "kein Ton",
  sound: (what) => `Ton: ${what}`,
  uncompressed: "unkomprimiert",
  mono: "Mono",
  stereo: "Stereo",
  channels: (count) => `${count} Kanäle`,
};
