// Which instant of the timeline is pointed at: by the pointer over it, or by the keyboard's focus.

import { useState } from "react";

/** Width of the timeline's thumb, whose middle stands on the value (`console.css`: 0.9rem). */
const THUMB_REM = 0.9;

/** `pointed` is in seconds, null while nobody points; `watch` are the timeline's listeners. */
export function usePointedTime(time: number, duration: number) {
  const [hovered, setHovered] = useState<number | null>(null);
  const [focused, setFocused] = useState(false);
  const pointed = duration > 0 ? (hovered ?? (focused ? time : null)) : null;
  const watch = {
    onPointerMove({ clientX, currentTarget }: React.PointerEvent<HTMLInputElement>) {
      const { left, width } = currentTarget.getBoundingClientRect();
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const thumb = THUMB_REM * rem;
      const share = (clientX - left - thumb / 2) / Math.max(1, width - thumb);
      setHovered(Math.min(1, Math.max(0, share)) * duration);
    },
    onPointerLeave: () => setHovered(null),
    onPointerCancel: () => setHovered(null),
    onFocus: ({ currentTarget }: React.FocusEvent<HTMLInputElement>) =>
      setFocused(currentTarget.matches(":focus-visible")),
    onBlur: () => setFocused(false),
  };
  return { pointed, watch };
}
