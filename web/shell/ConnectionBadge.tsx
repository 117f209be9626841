// The state of the live line in one word, always in sight.

import { useApp } from "../app.ts";
import { words } from "../language/words.ts";
import { useStore } from "../store.ts";

export function ConnectionBadge() {
  const { kind } = useStore(useApp().session).connection;
  return (
    <span className="badge" data-state={kind} data-testid="connection">
      {words().shell.connection[kind]}
    </span>
  );
}
