// Findings about where it plays. That a browser does not is a warning: the file is whole, other programs
// play it, and Reelight makes one that plays everywhere.

import type { Finding, FindingCode } from "../../protocol/finding.ts";
import { type Described, finding, pictureOf, REWRITE, soundOf } from "./finding-parts.ts";
import { BROWSERS, type Browser, playability } from "./playability.ts";

const CODES: Record<Browser, FindingCode> = {
  chrome: "unplayable_chrome",
  firefox: "unplayable_firefox",
  safari: "unplayable_safari",
};
const NAMES: Record<Browser, string> = { chrome: "Chrome", firefox: "Firefox", safari: "Safari" };

export function playabilityFindings(document: Described): Finding[] {
  const { facts } = document;
  const [video, audio] = [pictureOf(document), soundOf(document)];
  if (!facts || !video) return [];
  const places = { container: "/facts/container", video: video.path, audio: audio?.path ?? "" };
  const verdicts = BROWSERS.map((browser) => ({
    browser,
    obstacles: playability(browser, facts.container.format, video.value, audio?.value ?? null),
  }));
  return verdicts.flatMap(({ browser, obstacles: all }) => {
    const [worst] = all;
    if (!worst) return [];
    const never = worst.verdict.plays === "no";
    // What does not play at all plays neither in part nor without sound.
    const obstacles = all.filter(({ verdict }) => verdict.plays === worst.verdict.plays);
    const mute = !never && obstacles.every(({ part }) => part === "audio");
    const name = NAMES[browser];
    const title = never ? `Does not play in ${name}` : `May not play in ${name}`;
    return [
      finding(
        document,
        CODES[browser],
        "warning",
        {
          title: mute ? `No sound in ${name}` : title,
          explanation: obstacles.map(({ verdict }) => verdict.why).join(" "),
          consequence: mute
            ? `People who use ${name} hear nothing.`
            : `${never ? "People" : "Some people"} who use ${name} see nothing or an error.`,
          fix: "Enhance it: Reelight makes a version that plays everywhere.",
          settings: { ...REWRITE, audio: "auto" },
        },
        obstacles.map(({ part, field }) => `${places[part]}/${field}`),
      ),
    ];
  });
}
