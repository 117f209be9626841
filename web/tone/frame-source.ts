// The frames of a film, or one picture in its stead, as something that can be drawn again and again.

import { createStore, type Readable } from "../store.ts";

/** A frame and its place in the film in seconds. The canvas is drawn anew for the next one. */
export type Frame = { canvas: HTMLCanvasElement; seconds: number };

export type FrameSource = {
  /** Each frame that is shown. */
  frames: Readable<Frame | null>;
  /** The same, small, for each place where the film stands still. */
  stills: Readable<Frame | null>;
  /** Takes the frames of a player until the function it gives is called. */
  follow(player: HTMLVideoElement): () => void;
  /** Takes this picture for the frame at `seconds`. */
  show(picture: HTMLImageElement, seconds: number): void;
};

/** Larger than the page shows it; each frame of 1080p would take twice as long to draw. */
const SIDE_MAX = 1_280;
const SMALL_SIDE_MAX = 192;
/** A frame that was sought is shown within some screens' refreshes. */
const LATE_MS = 200;

export function createFrameSource(): FrameSource {
  const frames = createStore<Frame | null>(null);
  const stills = createStore<Frame | null>(null);
  const [large, small] = [document.createElement("canvas"), document.createElement("canvas")];

  function take(picture: CanvasImageSource, size: Size, seconds: number, still: boolean) {
    paint(large, picture, size, SIDE_MAX);
    frames.set({ canvas: large, seconds });
    if (still) keepStill();
  }

  function keepStill() {
    const frame = frames.get();
    if (!frame) return;
    paint(small, frame.canvas, frame.canvas, SMALL_SIDE_MAX);
    stills.set({ canvas: small, seconds: frame.seconds });
  }

  return {
    frames,
    stills,
    follow(player) {
      let asked = 0;
      let taken = 0;
      let late: ReturnType<typeof setTimeout> | undefined;
      const takeAt = (seconds: number) => {
        taken++;
        const size = { width: player.videoWidth, height: player.videoHeight };
        take(player, size, seconds, player.paused);
      };
      const next = () => {
        asked = player.requestVideoFrameCallback((_, { mediaTime }) => {
          takeAt(mediaTime);
          next();
        });
      };
      // Chromium sometimes tells of no frame after a seek that a new player begins with.
      const seeked = () => {
        clearTimeout(late);
        const before = taken;
        late = setTimeout(() => {
          if (taken === before && player.paused) takeAt(player.currentTime);
        }, LATE_MS);
      };
      next();
      player.addEventListener("pause", keepStill);
      player.addEventListener("seeked", seeked);
      return () => {
        clearTimeout(late);
        player.cancelVideoFrameCallback(asked);
        player.removeEventListener("pause", keepStill);
        player.removeEventListener("seeked", seeked);
      };
    },
    show(picture, seconds) {
      take(picture, { width: picture.naturalWidth, height: picture.naturalHeight }, seconds, true);
    },
  };
}

type Size = { width: number; height: number };

function paint(canvas: HTMLCanvasElement, picture: CanvasImageSource, size: Size, most: number) {
  const scale = Math.min(1, most / Math.max(size.width, size.height));
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) return;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
}
