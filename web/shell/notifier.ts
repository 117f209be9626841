// Notifications of the system, for who wants them: nobody is asked before they press the switch.

import { createStore, type Readable } from "../store.ts";

const KEY = "reelight.notify";

export type NotifierState =
  /** This browser has none for pages. */
  | "missing"
  /** The person, or who set up the browser, forbade them here. */
  | "denied"
  | "off"
  | "on";

export type Notifier = Readable<NotifierState> & {
  /** Switches them on, which may ask the person, or off. */
  toggle(): Promise<void>;
  /** Shows one if they are on. Of the same `tag` there is only one, whichever window sent it. */
  show(title: string, body: string, tag: string, onPressed: () => void): void;
};

type Memory = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** `memory` is null where nothing can be kept. */
export function createNotifier(memory: Memory | null): Notifier {
  const wanted = memory?.getItem(KEY) === "on";
  const store = createStore<NotifierState>(stateNow(wanted));

  function remember(on: boolean) {
    if (on) memory?.setItem(KEY, "on");
    else memory?.removeItem(KEY);
    store.set(stateNow(on));
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    async toggle() {
      if (store.get() === "missing") return;
      if (store.get() === "on") return remember(false);
      // Where the answer is known already nobody is asked.
      const permission = await Notification.requestPermission();
      remember(permission === "granted");
    },
    show(title, body, tag, onPressed) {
      if (store.get() !== "on") return;
      try {
        const notification = new Notification(title, { body, tag });
        notification.onclick = () => {
          window.focus();
          notification.close();
          onPressed();
        };
      } catch (error) {
        // Browsers of telephones have the class and refuse to make one from a page.
        if (!(error instanceof TypeError)) throw error;
        store.set("missing");
      }
    },
  };
}

function stateNow(wanted: boolean): NotifierState {
  if (!("Notification" in window)) return "missing";
  if (Notification.permission === "denied") return "denied";
  return wanted && Notification.permission === "granted" ? "on" : "off";
}
