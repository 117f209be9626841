// The whole window takes files: while some are dragged over it, it says so.

import { useEffect, useEffectEvent, useState } from "react";
import { useApp } from "../app.ts";
import { words } from "../language/words.ts";
import { useIntake } from "./use-intake.ts";

export function DropTarget() {
  const intake = useIntake();
  const { toasts } = useApp();
  const [over, setOver] = useState(false);

  const take = useEffectEvent((transfer: DataTransfer) => {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
    const folders = entries.filter((entry) => entry?.isDirectory).length;
    if (folders > 0) {
      const { folder, folderDetail } = words().uploads;
      toasts.show({ text: folder, detail: folderDetail });
    }
    intake([...transfer.files].filter((_, index) => !entries[index]?.isDirectory));
  });

  useEffect(() => {
    // Every element under the pointer enters and leaves; only the balance tells.
    let depth = 0;
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const allow = (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer || !holdsFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      take(event.dataTransfer);
    };
    const gone = new AbortController();
    addEventListener("dragenter", enter, { signal: gone.signal });
    addEventListener("dragleave", leave, { signal: gone.signal });
    addEventListener("dragover", allow, { signal: gone.signal });
    addEventListener("drop", drop, { signal: gone.signal });
    return () => gone.abort();
  }, []);

  if (!over) return null;
  return (
    <div className="drop-veil" aria-hidden="true">
      <p>{words().uploads.letGo}</p>
    </div>
  );
}
