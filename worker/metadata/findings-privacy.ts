// Findings about what a file tells of people.

import type { Finding } from "../../protocol/finding.ts";
import type { Settings } from "../../protocol/settings.ts";
import { type Described, finding, REWRITE } from "./finding-parts.ts";

/** Takes out the place and the device. */
const STRIPPED: Settings = { ...REWRITE, privacy: { stripLocation: true } };

export function privacyFindings(document: Described): Finding[] {
  const about = document.facts?.about ?? null;
  const findings: Finding[] = [];
  if (about?.location) {
    findings.push(
      finding(
        document,
        "location_inside",
        "warning",
        {
          title: "Tells where it was taken",
          explanation:
            "The place where it was recorded is written in the file, often to a few metres.",
          consequence: "Whoever gets the file can look up that place: often a home.",
          fix: "Let Reelight take it out before you pass the film on.",
          settings: STRIPPED,
        },
        ["/facts/about/location"],
      ),
    );
  }
  const device = ["deviceMake", "deviceModel", "lens"] as const;
  const told = device.filter((name) => about && about[name] !== null);
  if (told.length > 0) {
    findings.push(
      finding(
        document,
        "device_inside",
        "info",
        {
          title: "Tells what recorded it",
          explanation: "The camera or phone is named in the file.",
          consequence: "Films of one person can be told by it.",
          fix: "Let Reelight take it out before you pass the film on.",
          settings: STRIPPED,
        },
        told.map((name) => `/facts/about/${name}`),
      ),
    );
  }
  if (document.facts?.structure?.contentCredentials === true) {
    findings.push(
      finding(
        document,
        "content_credentials",
        "info",
        {
          title: "Content Credentials",
          explanation:
            "A signed record of where the film comes from is inside (C2PA). Whether it is valid was not checked.",
          consequence:
            "It may name who made the film and with which tools. Any change makes it invalid.",
          fix: "Keep this file if its origin is to be proved.",
          settings: null,
        },
        ["/facts/structure/contentCredentials"],
      ),
    );
  }
  return findings;
}
