// Whether an enhancement of a file would be refused, so that no finding offers one. Pure.

import type { HdrFacts } from "../../protocol/facts.ts";
import { type Failure, failure } from "../../protocol/failure.ts";
import { DURATION_S_MAX } from "../../protocol/limits.ts";
import { type Described, pictureOf } from "./finding-parts.ts";

type DolbyVision = NonNullable<HdrFacts["dolbyVision"]>;

/** Dolby Vision without an ordinary picture beneath; AV1's profile has both kinds. */
const PROFILE_ALONE = 5;
const PROFILE_AV1 = 10;

/** True where nothing but a Dolby Vision decoder shows the picture in its colours. */
export function isDolbyVisionAlone({ profile, compatibility }: DolbyVision): boolean {
  return profile === PROFILE_ALONE || compatibility === 0;
}

/** Others that claim nothing beneath are tried: it may be there. */
function isDolbyVisionRefused(dolby: DolbyVision): boolean {
  return [PROFILE_ALONE, PROFILE_AV1].includes(dolby.profile) && isDolbyVisionAlone(dolby);
}

/**
 * Why Reelight works on no such file, or null. `trouble` is the failure of the video's metadata: what
 * is final there is so for an enhancement, and the facts show the rest before it is tried.
 */
export function refusalOf(document: Described, trouble: Failure | null): Failure | null {
  if (trouble && !trouble.retryable) return trouble;
  const { facts } = document;
  if (!facts) return null;
  const locked = facts.streams.some(({ encryption }) => encryption !== null);
  if (locked || facts.structure?.encryption) return failure("encrypted");
  const dolby = pictureOf(document)?.value.hdr?.dolbyVision;
  if (dolby && isDolbyVisionRefused(dolby)) return failure("needs_dolby_vision");
  // As claimed, until the packets show how long it is.
  return (facts.container.duration ?? 0) > DURATION_S_MAX ? failure("too_long") : null;
}
