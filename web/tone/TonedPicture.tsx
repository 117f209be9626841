// A frame with a tone: drawn at once, whenever one or the other changes.

import { useEffect, useRef } from "react";
import type { Tone } from "../../protocol/enhancement.ts";
import { isNeutralTone } from "../../protocol/tone.ts";
import type { Readable } from "../store.ts";
import type { Frame } from "./frame-source.ts";
import type { Coding, ToneRenderer } from "./renderer.ts";

type Props = {
  frames: Readable<Frame | null>;
  /** Null where tones cannot be drawn: then the frame is shown as it is. */
  renderer: ToneRenderer | null;
  /** The tone at a second of the film; null for none. Another function is another drawing. */
  toneAt: (seconds: number) => Tone | null;
  coding: Coding;
  /** What it shows; left out for a picture that only adorns. */
  label?: string;
};

export function TonedPicture({ frames, renderer, toneAt, coding, label }: Props) {
  const shown = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = () => {
      const canvas = shown.current;
      const frame = frames.get();
      if (!canvas || !frame) return;
      const { width, height } = frame.canvas;
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      const tone = toneAt(frame.seconds);
      if (renderer) {
        const wanted = tone && isNeutralTone(tone) ? null : tone;
        const bitmap = renderer.draw(frame.canvas, wanted, coding);
        canvas.getContext("bitmaprenderer")?.transferFromImageBitmap(bitmap);
      } else {
        canvas.getContext("2d", { alpha: false })?.drawImage(frame.canvas, 0, 0);
      }
      canvas.dataset.seconds = String(frame.seconds);
    };
    draw();
    return frames.subscribe(draw);
  }, [frames, renderer, toneAt, coding]);
  // A canvas has one kind of context for good.
  const kind = renderer ? "toned" : "plain";
  return label ? (
    <canvas key={kind} ref={shown} role="img" aria-label={label} data-testid="toned" />
  ) : (
    <canvas key={kind} ref={shown} />
  );
}
