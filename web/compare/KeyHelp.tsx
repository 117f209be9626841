// The keys of the viewer in a small window, which closes with Escape or a click beside it.

import { words } from "../language/words.ts";
import { keyHelp } from "./keys.ts";

type Props = {
  id: string;
  hasFullscreen: boolean;
};

export function KeyHelp({ id, hasFullscreen }: Props) {
  const { title, close } = words().compare.keys;
  return (
    <div id={id} popover="auto" className="key-help" role="dialog" aria-label={title}>
      <h2>{title}</h2>
      <dl>
        {keyHelp(hasFullscreen).map(({ shown, does }) => (
          <div key={shown}>
            <dt>
              <kbd>{shown}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <button type="button" className="tool-text" popoverTarget={id} popoverTargetAction="hide">
        {close}
      </button>
    </div>
  );
}
