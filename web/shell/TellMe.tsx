// The switch for notifications. It is there while something is at work, and asks when it is pressed.

import { useApp } from "../app.ts";
import { words } from "../language/words.ts";
import { useStore } from "../store.ts";

export function TellMe() {
  const { notifier, tidings, toasts, attempt } = useApp();
  const state = useStore(notifier);
  const works = useStore(tidings.works);
  if (works.length === 0 && state !== "on") return null;

  async function press() {
    await notifier.toggle();
    const now = notifier.get();
    if (now === "missing" || now === "denied") {
      const { states, whyNot } = words().shell.tell;
      toasts.show({ text: states[now], detail: whyNot[now] });
    }
  }

  const what = words().shell.tell.states[state];
  return (
    <button
      type="button"
      className="tell"
      role="switch"
      aria-checked={state === "on"}
      title={what}
      data-state={state}
      onClick={() => void attempt(press)}
    >
      <Bell struck={state === "missing" || state === "denied"} />
      <span className="tell-words">{what}</span>
    </button>
  );
}

function Bell({ struck }: { struck: boolean }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M6 17h12l-1.4-2.6V10a4.6 4.6 0 0 0-9.2 0v4.4z" className="bell-body" />
      <path d="M10 19.6a2.1 2.1 0 0 0 4 0" className="bell-clapper" />
      {struck && <path d="M4 4l16 16" className="bell-clapper" />}
    </svg>
  );
}
