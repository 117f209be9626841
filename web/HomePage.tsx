// The first view: where videos go in, how they are treated, and the list of them.

import { useState } from "react";
import { useApp } from "./app.ts";
import { lastCount } from "./library/last-count.ts";
import { SettingsPanel } from "./settings/SettingsPanel.tsx";
import { useFocusOnArrival, usePageTitle } from "./shell/use-page-title.ts";
import { useStore } from "./store.ts";
import { DropZone } from "./uploads/DropZone.tsx";
import { VideoList } from "./video/VideoList.tsx";

export function HomePage() {
  const { session, uploads } = useApp();
  const { known, videos } = useStore(session);
  const sending = useStore(uploads);
  const [expected] = useState(lastCount);
  const count = known ? videos.size : expected;
  const empty = count === 0 && sending.length === 0;
  usePageTitle("Reelight");
  useFocusOnArrival();
  return (
    <div className="home">
      <DropZone roomy={empty} />
      <SettingsPanel />
      <VideoList />
    </div>
  );
}
