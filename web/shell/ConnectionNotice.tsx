// Says that the live line is cut, when it is tried again, and offers to do so now. A cut that heals
// within a moment is not worth a word.

import { useEffect, useState } from "react";
import { useApp } from "../app.ts";
import { words } from "../language/words.ts";
import { useStore } from "../store.ts";
import { useNow } from "./use-now.ts";

const PATIENCE_MS = 1_500;

export function ConnectionNotice() {
  const { session } = useApp();
  const { connection, known } = useStore(session);
  const cut = connection.kind !== "open";
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!cut) return setShown(false);
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [cut]);
  const { cut: said } = words().shell;
  return (
    <div className="notice-place" role="status">
      {cut && shown && (
        <div className="notice" data-testid="connection-notice">
          <p>
            <strong>{said.title}</strong> {known ? `${said.behind} ` : ""}
            <RetryWords retryAt={connection.kind === "lost" ? connection.retryAt : null} />
          </p>
          <button type="button" className="button" onClick={session.reconnect}>
            {said.reconnect}
          </button>
        </div>
      )}
    </div>
  );
}

/** Hidden from screen readers, which would else read out every second. */
function RetryWords({ retryAt }: { retryAt: number | null }) {
  const now = useNow(500);
  const { trying, nextTry } = words().shell.cut;
  if (retryAt === null) return <span aria-hidden="true">{trying}</span>;
  const seconds = Math.max(1, Math.ceil((retryAt - now) / 1000));
  return <span aria-hidden="true">{nextTry(seconds)}</span>;
}
