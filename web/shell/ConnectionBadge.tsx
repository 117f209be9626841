// The state of the live line in one word, always in sight.

import { useApp } from "../app.ts";
import { useStore } from "../store.ts";

const WORDS = { connecting: "Connecting", open: "Live", lost: "Not connected" };

export function ConnectionBadge() {
  const { kind } = useStore(useApp().session).connection;
  return (
    <span className="badge" data-state={kind} data-testid="connection">
      {WORDS[kind]}
    </span>
  );
}
