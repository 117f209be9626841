// The keyboard's way into what a button revealed when the button itself goes away.

/** As a `ref` of what appears: it takes the focus when it comes. One function, so that it does so once. */
export const takeFocus = (element: HTMLElement | null) => element?.focus();
