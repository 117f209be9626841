// The keys of the viewer in a small window, which closes with Escape or a click beside it.

import { KEYS } from "./keys.ts";

export function KeyHelp({ id }: { id: string }) {
  return (
    <div id={id} popover="auto" className="key-help" role="dialog" aria-label="Keys">
      <h2>Keys</h2>
      <dl>
        {KEYS.map(({ shown, does }) => (
          <div key={shown}>
            <dt>
              <kbd>{shown}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <button type="button" className="tool-text" popoverTarget={id} popoverTargetAction="hide">
        Close
      </button>
    </div>
  );
}
