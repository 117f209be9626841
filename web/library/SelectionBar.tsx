// What can be done with several videos at once. It stays in sight while something is selected.

import type { Video } from "../../protocol/video.ts";
import { useApp } from "../app.ts";
import { formatBytes } from "../format.ts";
import { words } from "../language/words.ts";
import { downloadsOf, startDownloads } from "./downloads.ts";

type Props = {
  /** How many could be selected. */
  shown: number;
  selected: readonly Video[];
  onAll: () => void;
  onNone: () => void;
  onDelete: () => void;
};

export function SelectionBar({ shown, selected, onAll, onNone, onDelete }: Props) {
  const { toasts } = useApp();
  const said = words().library;
  const count = selected.length;
  const downloads = downloadsOf(selected);
  const ready = downloads.length;
  const bytes = downloads.reduce((sum, download) => sum + download.bytes, 0);

  function download() {
    void startDownloads(downloads);
    toasts.show({
      text: said.downloadsBegin(ready),
      ...(ready > 1 && { detail: said.browserMayAsk }),
    });
  }

  return (
    <div className="selection" data-some={count > 0} data-testid="selection">
      <label className="select-all">
        <input
          ref={(box) => {
            // Neither yes nor no, which no attribute can say.
            if (box) box.indeterminate = count > 0 && count < shown;
          }}
          type="checkbox"
          checked={count > 0 && count === shown}
          aria-keyshortcuts="Control+A Meta+A"
          onChange={onAll}
        />
        <span aria-hidden={count > 0}>
          {count > 0 ? said.selected(count) : said.selectAll(shown)}
        </span>
        {count > 0 && <span className="unseen">{said.selectAll(shown)}</span>}
      </label>
      {count > 0 && (
        <div className="actions">
          <button
            type="button"
            className="button primary"
            aria-disabled={ready === 0}
            onClick={ready === 0 ? undefined : download}
          >
            {ready === 0
              ? said.noneReady
              : said.download(ready, count, bytes > 0 ? formatBytes(bytes) : null)}
          </button>
          <button type="button" className="button" aria-keyshortcuts="Delete" onClick={onDelete}>
            {said.delete(count)}
          </button>
          <button
            type="button"
            className="button quiet"
            aria-keyshortcuts="Escape"
            onClick={onNone}
          >
            {said.clear}
          </button>
        </div>
      )}
      <p className="unseen" role="status">
        {count > 0 && said.selectedReady(count, ready)}
      </p>
    </div>
  );
}
