// Tells the platform's own types which bindings there are, for `import { env } from
// "cloudflare:workers"` in tests and for the handlers of @cloudflare/containers.

import type { Env as Bindings } from "./env.ts";

declare global {
  namespace Cloudflare {
    interface Env extends Bindings {}
    interface GlobalProps {
      mainModule: typeof import("./index.ts");
      durableNamespaces: "Session" | "Transcoder";
    }
  }
}
