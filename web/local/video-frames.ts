// Small pictures of a file by a <video> that is never shown, for browsers that play what they cannot
// decode frame by frame. What they cannot play either gives none.

import { type Thumbnail, thumbnailSize, thumbnailTimes } from "./local-facts.ts";

/** At most `count` pictures. Ends early when the signal says so. */
export async function videoFrames(
  file: File,
  count: number,
  signal: AbortSignal,
): Promise<Thumbnail[]> {
  const url = URL.createObjectURL(file);
  const video = document.createElement("video");
  const thumbnails: Thumbnail[] = [];
  try {
    video.muted = true;
    video.preload = "auto";
    video.src = url;
    if (!(await happens(video, "loadeddata", signal))) return [];
    if (video.videoWidth === 0 || !Number.isFinite(video.duration)) return [];
    for (const time of thumbnailTimes(video.duration, count)) {
      video.currentTime = time;
      if (!(await happens(video, "seeked", signal))) break;
      const canvas = document.createElement("canvas");
      const { videoWidth, videoHeight } = video;
      Object.assign(canvas, thumbnailSize({ width: videoWidth, height: videoHeight }));
      canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
      thumbnails.push(canvas);
    }
    return thumbnails;
  } finally {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(url);
  }
}

/** False if the file fails or the signal comes first. */
function happens(video: HTMLVideoElement, event: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const over = new AbortController();
    const end = (well: boolean) => () => {
      over.abort();
      resolve(well);
    };
    const options = { signal: over.signal };
    video.addEventListener(event, end(true), options);
    video.addEventListener("error", end(false), options);
    signal.addEventListener("abort", end(false), options);
  });
}
