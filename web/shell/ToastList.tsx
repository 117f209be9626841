// The messages at the foot of the page. Their clocks stand still while the person is at them.

import { useApp } from "../app.ts";
import { useStore } from "../store.ts";

export function ToastList() {
  const { toasts } = useApp();
  const shown = useStore(toasts);
  return (
    <section
      className="toasts"
      aria-label="Messages"
      onPointerEnter={() => toasts.hold(true)}
      onPointerLeave={() => toasts.hold(false)}
      onFocus={() => toasts.hold(true)}
      onBlur={() => toasts.hold(false)}
    >
      <div role="status">
        {shown.map(({ key, text, detail, action }) => (
          <div className="toast" key={key} data-testid="toast">
            <p>
              <strong>{text}</strong>
              {detail && <span className="toast-detail">{detail}</span>}
            </p>
            {action ? (
              <button type="button" className="button" onClick={action.run}>
                {action.label}
              </button>
            ) : (
              <button type="button" className="button quiet" onClick={() => toasts.dismiss(key)}>
                Dismiss
              </button>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}
