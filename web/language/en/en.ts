// English, the language that every other one is measured by.

import { compare } from "./compare.ts";
import { failures } from "./failures.ts";
import { library } from "./library.ts";
import { local } from "./local.ts";
import { metadata } from "./metadata.ts";
import { progress } from "./progress.ts";
import { report } from "./report.ts";
import { session } from "./session.ts";
import { settings } from "./settings.ts";
import { shell } from "./shell.ts";
import { units } from "./units.ts";
import { uploads } from "./uploads.ts";
import { video } from "./video.ts";

export const en = {
  shell,
  library,
  uploads,
  local,
  video,
  progress,
  compare,
  settings,
  report,
  metadata,
  session,
  failures,
  units,
};
