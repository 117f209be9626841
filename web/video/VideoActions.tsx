// What can be done with a video: download, stop, try again, delete.

import type { Enhancement, Video } from "../../protocol/video.ts";
import { useApp } from "../app.ts";
import { formatBytes } from "../format.ts";
import { words } from "../language/words.ts";
import { canRetry, downloadName, isAtWork } from "./words.ts";

type Props = {
  video: Video;
  /** The one that is shown, whose result is downloaded. */
  enhancement: Enhancement | null;
  onDeleted?: () => void;
};

/** Whoever pressed a button that goes away stays among those beside it. */
const leaveFocusBehind = (button: HTMLButtonElement | null) => () => {
  if (button && button === document.activeElement) button.parentElement?.focus();
};

export function VideoActions({ video, enhancement, onDeleted }: Props) {
  const { api, attempt, deletions } = useApp();
  const bytes = enhancement?.renditions.find(({ kind }) => kind === "sdr")?.bytes;
  const hdr = enhancement?.renditions.find(({ kind }) => kind === "hdr");
  const said = words().video.actions;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields.
    <div className="actions" role="group" aria-label={video.filename} tabIndex={-1}>
      {enhancement?.downloadUrl && (
        <a
          className="button primary"
          href={`${enhancement.downloadUrl}?download=1`}
          download={downloadName(video.filename)}
        >
          {said.download(bytes === undefined ? null : formatBytes(bytes))}
        </a>
      )}
      {hdr && (
        <a
          className="button"
          href={`${hdr.url}?download=1`}
          download={downloadName(video.filename, "hdr")}
        >
          HDR · {formatBytes(hdr.bytes)}
        </a>
      )}
      {canRetry(video) && (
        <button
          ref={leaveFocusBehind}
          type="button"
          className="button primary"
          onClick={() => void attempt(() => api.retry(video.id))}
        >
          {said.tryAgain}
        </button>
      )}
      {isAtWork(video) && (
        <button
          ref={leaveFocusBehind}
          type="button"
          className="button"
          onClick={() => void attempt(() => api.cancel(video.id))}
        >
          {said.stop}
        </button>
      )}
      <button
        type="button"
        className="button quiet"
        aria-label={said.deleteOne(video.filename)}
        onClick={() => {
          deletions.remove([video]);
          onDeleted?.();
        }}
      >
        {said.delete}
      </button>
    </div>
  );
}
