// Clips whose every frame carries its number in black and white blocks, and how the page's players
// are asked which number they show: the truth on what is on the screen, whatever the clocks say.

import type { Page } from "playwright-core";
import { ffmpeg } from "./ffmpeg.ts";

export const COUNTER_RATE = 30;
const BITS = 12;
/** Of the picture's height: the band of blocks at the bottom. */
const BAND = 1 / 9;

type Look = {
  /** `performance.now()`, ms. */
  at: number;
  /** The number that the left player shows, and the right one. */
  left: number;
  right: number;
  /** The right player's clock in seconds, and where it has its film from. */
  time: number;
  source: string;
};

declare global {
  interface Window {
    lookAtCounters: () => Look;
    lookForMs: (ms: number) => Promise<Look[]>;
    looks: Look[];
  }
}

/** Makes a clip with sound at `path`; `filter` is laid over the picture below the counter. */
export async function makeCounterClip(
  path: string,
  seconds: number,
  size = "640x360",
  filter = "null",
): Promise<void> {
  const lit = (bit: number) => `mod(floor(n/${2 ** bit})\\,2)`;
  const block = (bit: number) =>
    `drawbox=x=iw*${bit}/16:y=ih*8/9:w=iw/16:h=ih/9:color=white:t=fill:enable='${lit(bit)}'`;
  const blocks = Array.from({ length: BITS }, (_, bit) => block(bit));
  const band = "drawbox=x=0:y=ih*8/9:w=iw:h=ih/9:color=black:t=fill";
  const picture = `testsrc2=size=${size}:rate=${COUNTER_RATE}:duration=${seconds}`;
  const inputs = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", `sine=duration=${seconds}`];
  const codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"];
  const filters = ["-vf", [filter, band, ...blocks].join(",")];
  await ffmpeg(["-v", "error", ...inputs, ...filters, ...codecs, path]);
}

/** Gives the page the functions of `Window` above. */
export async function readCounters(page: Page): Promise<void> {
  await page.evaluate(
    ([bits, band]) => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 16, height: 2 });
      const context = canvas.getContext("2d", { willReadFrequently: true });
      if (!context) throw new Error("no canvas");
      const player = (id: string) => {
        const found = document.querySelector(`[data-testid=${id}]`);
        if (!(found instanceof HTMLVideoElement)) throw new Error(`no player ${id}`);
        return found;
      };
      const numberIn = (row: number) => {
        const { data } = context.getImageData(0, row, 16, 1);
        let number = 0;
        for (let bit = 0; bit < bits; bit += 1) {
          if ((data[bit * 4] ?? 0) > 128) number += 2 ** bit;
        }
        return number;
      };
      window.lookAtCounters = () => {
        const players = [player("original-video"), player("enhanced-video")];
        for (const [row, video] of players.entries()) {
          const { videoWidth: width, videoHeight: height } = video;
          context.drawImage(video, 0, height * (1 - band), width, height * band, 0, row, 16, 1);
        }
        const { currentTime: time = 0, currentSrc: source = "" } = players[1] ?? {};
        return { at: performance.now(), left: numberIn(0), right: numberIn(1), time, source };
      };
      window.lookForMs = (ms) =>
        new Promise((resolve) => {
          const looks: Look[] = [];
          const until = performance.now() + ms;
          for (const video of [player("original-video"), player("enhanced-video")]) {
            const look = () => {
              looks.push(window.lookAtCounters());
              if (performance.now() < until) video.requestVideoFrameCallback(look);
            };
            video.requestVideoFrameCallback(look);
          }
          setTimeout(() => resolve(looks), ms);
        });
      window.looks = [];
    },
    [BITS, BAND] as const,
  );
}
