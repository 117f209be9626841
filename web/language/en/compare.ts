// The page of one video, and the comparison of its pictures.

import type { Action } from "../../compare/keys.ts";
import type { Side, View } from "../../compare/view.ts";

export const compare = {
  page: {
    /** Stands before the moment. */
    keptUntil: "Kept until",
    upload: "Upload",
    state: "State of the work",
  },
  title: "Original and enhanced picture",
  /** What the two pictures are called. */
  names: {
    original: "Original",
    smallerCopy: "Original (smaller copy)",
    enhanced: "Enhanced",
    run: (number: number) => `Run ${number}`,
  },
  stage: {
    label: "Picture",
    zoomed: "Picture, zoomed: arrow keys move it",
    wipe: (left: string, right: string) => `Wipe between ${left} and ${right}`,
    /** How much of the left picture is shown. */
    wiped: (percent: number, left: string) => `${percent} % ${left}`,
    difference: (gain: number) => `Difference ×${gain}`,
    loading: "Loading",
    waitingForMore: "Waiting for the next seconds to be made",
  },
  run: {
    toCome: "The enhanced picture comes here once its first seconds are made",
    /** A colon and how far it is follow. */
    growing: "Still being made",
    growingSeen: "You see what is there by now.",
    stopped: (percent: string) => `Stopped at ${percent}`,
    stoppedBefore: "It was stopped before there was an enhanced picture",
    /** A colon and the reason follow this and the next one. */
    broke: (percent: string) => `Failed at ${percent}`,
    none: "There is no enhanced picture",
    madeSeen: "You see what was made until then.",
    failed: "This browser cannot play the enhanced picture.",
    notLoaded: "The enhanced picture could not be loaded. It is tried again by itself.",
    tryNow: "Try now",
  },
  original: {
    notLoaded: "The original could not be loaded.",
    tryAgain: "Try again",
    /** `format` is null where it is not known. */
    undecodable: (format: string | null) =>
      `This browser cannot show the original${format === null ? "" : ` (${format})`}.`,
    copyInstead: (format: string | null) =>
      `This browser cannot show the original${format === null ? "" : ` (${format})`}: you see a smaller copy of it.`,
    /** `container` is null where it has no name. */
    format: (codec: string, container: string | null) =>
      `${codec} in ${container ?? "this kind of file"}`,
  },
  /** The smaller copy, where the browser cannot show the original. */
  copy: {
    meter: "The copy",
    make: "Make a copy",
    waiting: "A copy that it can show is about to be made.",
    running: "Making a copy this browser can show",
    failed: "No copy could be made.",
    unplayable: "Nor can it show a smaller copy.",
    stopped: "The copy was stopped.",
  },
  transport: {
    frameBack: "One frame back",
    frameOn: "One frame on",
    play: "Play",
    pause: "Pause",
    place: "Place in the video",
    placeOf: (time: string, duration: string) => `${time} of ${duration}`,
    loops: (from: string, to: string) => `Loops from ${from} to ${to}.`,
    made: (end: string) => `${end} of it are there by now.`,
    keys: "Keys",
    fullScreen: "Full screen",
  },
  choices: {
    view: "View",
    /** A picture alone is called by its own name. */
    views: {
      wipe: "Wipe",
      side: "Side by side",
      difference: "Difference",
    } satisfies Record<Exclude<View, Side>, string>,
    gain: "Difference made larger by",
    hold: (left: string) => `Hold: ${left}`,
    holdDescription: "As long as it is pressed",
    zoom: "Zoom",
    fit: "Fit",
    loop: "Loop",
    setIn: "Set in",
    setOut: "Set out",
    clearLoop: "Clear loop",
    sound: "Sound",
    soundOff: "Off",
    compareWith: "Compare with",
  },
  keys: {
    title: "Keys",
    close: "Close",
    space: "Space",
    /** Keys that do the same. */
    either: (keys: readonly string[]) => keys.join(" or "),
    do: {
      play: "Play and pause",
      "frame back": "One frame back",
      "frame on": "One frame on",
      earlier: "Five seconds back",
      later: "Five seconds on",
      hold: "Hold for the left picture",
      in: "Loop from this frame",
      out: "Loop to this frame",
      clear: "Clear the loop",
      zoom: "Zoom: fit, 100 %, 200 %",
      "full screen": "Full screen",
      help: "Show these keys",
    } satisfies Record<Action, string>,
    views: { shown: "1 to 5", does: "Choose a view" },
    arrows: {
      shown: "Arrows",
      does: "Move the wipe or the zoomed picture that has the focus; on the timeline, one frame",
    },
    largeSteps: {
      shown: "Page up/down",
      does: "On the timeline: ten seconds (also Shift + arrows)",
    },
  },
};
