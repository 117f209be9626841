// The messages at the foot of the page. Their clocks stand still while the person is at them.

import { useApp } from "../app.ts";
import { words } from "../language/words.ts";
import { useStore } from "../store.ts";
import { useUndoKey } from "./use-undo-key.ts";

export function ToastList() {
  const { toasts } = useApp();
  const shown = useStore(toasts);
  const { messages, dismiss } = words().shell;
  useUndoKey(toasts);
  return (
    <section
      className="toasts"
      aria-label={messages}
      onPointerEnter={() => toasts.hold(true)}
      onPointerLeave={() => toasts.hold(false)}
      onFocus={() => toasts.hold(true)}
      onBlur={() => toasts.hold(false)}
    >
      <div role="status">
        {shown.map(({ key, text, detail, undo, lang, detailLang = lang }) => (
          <div className="toast" key={key} data-testid="toast">
            <p>
              <strong lang={lang}>{text}</strong>
              {detail && (
                <span className="toast-detail" lang={detailLang}>
                  {detail}
                </span>
              )}
            </p>
            {undo ? (
              <button
                type="button"
                className="button"
                aria-keyshortcuts="Control+Z Meta+Z"
                onClick={undo.run}
              >
                {undo.label}
              </button>
            ) : (
              <button type="button" className="button quiet" onClick={() => toasts.dismiss(key)}>
                {dismiss}
              </button>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}
