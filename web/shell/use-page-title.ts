// Names the view: in the browser's tab, and by putting the focus at its top when it was reached by
// a link, so that keyboard and screen reader begin there.

import { useEffect } from "react";
import { useNavigationType } from "react-router";
import { useApp } from "../app.ts";

export function usePageTitle(title: string): void {
  const { tidings } = useApp();
  useEffect(() => tidings.setView(title), [tidings, title]);
}

/** Moves the focus to the main part when a view opens; not on the first load. */
export function useFocusOnArrival(): void {
  const arrivedBy = useNavigationType();
  useEffect(() => {
    if (arrivedBy === "PUSH") document.getElementById("main")?.focus({ preventScroll: true });
  }, [arrivedBy]);
}
