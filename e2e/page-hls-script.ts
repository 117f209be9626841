// The script of a page that plays a stream with hls.js, as its documentation has it. What went wrong
// for good is kept in `window.fatal`.

import Hls from "hls.js";

declare global {
  interface Window {
    fatal: string[];
  }
}

const url = new URL(location.href).searchParams.get("stream") ?? "";
const video = document.querySelector("video");
if (!video) throw new Error("there is no player");

window.fatal = [];
const hls = new Hls();
hls.on(Hls.Events.ERROR, (_, { fatal, type, details }) => {
  if (fatal) window.fatal.push(`${type}: ${details}`);
});
hls.loadSource(url);
hls.attachMedia(video);
hls.once(Hls.Events.MANIFEST_PARSED, () => void video.play());
