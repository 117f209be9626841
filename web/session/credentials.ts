// The session's token, kept by this browser so that the list survives a reload. Who holds the token
// holds the session; it is sent to this origin only.

import * as z from "zod/mini";
import { SessionSchema } from "../../protocol/video.ts";
import { usableStorage } from "../storage.ts";

const KEY = "reelight.session";

export const CredentialsSchema = z.object({ token: z.string(), session: SessionSchema });
export type Credentials = z.infer<typeof CredentialsSchema>;

/** Where credentials are kept. */
export type CredentialsShelf = {
  load(): Credentials | null;
  save(credentials: Credentials | null): void;
  /** Calls back when another window of this browser changed them. */
  onChange(listener: () => void): void;
};

/** Kept by the browser or, where it keeps nothing for us, as long as the page is open. */
export function browserShelf(): CredentialsShelf {
  let kept: string | null = null;
  const storage = usableStorage();
  return {
    load: () => parse(storage ? storage.getItem(KEY) : kept),
    save(credentials) {
      kept = credentials && JSON.stringify(credentials);
      if (kept === null) storage?.removeItem(KEY);
      else storage?.setItem(KEY, kept);
    },
    onChange(listener) {
      addEventListener("storage", (event) => {
        if (event.key === KEY) listener();
      });
    },
  };
}

function parse(text: string | null): Credentials | null {
  if (text === null) return null;
  const parsed = CredentialsSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}
