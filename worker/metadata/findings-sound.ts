// Findings about sound, as it is declared and as it was heard.

import type { SoundContent } from "../../protocol/content.ts";
import type { Finding } from "../../protocol/finding.ts";
import type { Settings } from "../../protocol/settings.ts";
import { LISTENS_MAX } from "../session/metadata-track.ts";
import {
  audioStreamsOf,
  covered,
  type Described,
  finding,
  type Placed,
  pictureOf,
  REWRITE,
  said,
  saidSeconds,
  soundOf,
} from "./finding-parts.ts";

/**
 * Sound before the picture and after it, in seconds, that nobody notices on average (ITU-R
 * BT.1359-1: 45 ms early, 125 ms late).
 */
const EARLY_S = 0.045;
const LATE_S = 0.125;
/** The rest is a click. */
const SILENT_SHARE_MIN = 0.95;
/** Samples in clipped runs for each second: fewer are single peaks, which nobody hears. */
const CLIPPED_PER_SECOND_MIN = 5;
/** Streaming services turn down what is above −14 LUFS; 2 LU more are nobody's mistake. */
const LOUD_LUFS = -12;
/** Broadcasters deliver at −23 LUFS (EBU R 128); 3 LU less are a film with wide dynamics. */
const QUIET_LUFS = -26;
/** Correlation below this: left and right are nearly each other's mirror, and cancel in mono. */
const PHASE_MIN = -0.5;

const LEVELLED: Settings = { ...REWRITE, loudness: "auto" };

export function soundFindings(document: Described): Finding[] {
  return [missing, delay, damaged, unknown, heard].flatMap((rule) => rule(document));
}

function missing(document: Described): Finding[] {
  if (!document.facts || !pictureOf(document) || soundOf(document)) return [];
  return [
    finding(
      document,
      "audio_missing",
      "info",
      {
        title: "No sound",
        explanation: "There is no sound in the file.",
        consequence: "It plays in silence.",
        fix: "Nothing needs to be done if that is meant. Else look for another copy.",
        settings: null,
      },
      ["/facts/streamCount"],
    ),
  ];
}

function delay(document: Described): Finding[] {
  const sound = soundOf(document);
  const seconds = sound?.value.delay ?? null;
  if (!sound || seconds === null || (seconds >= -EARLY_S && seconds <= LATE_S)) return [];
  const late = seconds > 0;
  return [
    finding(
      document,
      "audio_delay",
      "warning",
      {
        title: late ? "Sound begins later" : "Sound begins earlier",
        explanation: `The sound begins ${saidSeconds(Math.abs(seconds))} ${late ? "after" : "before"} the picture.`,
        consequence:
          "Players that begin both at once show lips that do not fit the words; most keep to the times.",
        fix: "Let Reelight write picture and sound from one beginning.",
        settings: REWRITE,
      },
      [`${sound.path}/delay`],
    ),
  ];
}

/** What was heard of the track that a player picks: others are for those who choose them. */
function heard(document: Described): Finding[] {
  const stream = soundOf(document);
  const tracks = document.content?.sound ?? [];
  const place = tracks.findIndex(({ index }) => index === stream?.value.index);
  const value = tracks[place];
  if (!stream || !value) return [];
  const track = { value, path: `/content/sound/${place}` };
  const silent = isSilent(value);
  return [
    ...(silent ? silence(document, track) : level(document, track)),
    ...(silent ? [] : channels(document, track, stream.value.channels)),
  ];
}

function isSilent({ silence, seconds }: SoundContent): boolean {
  return seconds > 0 && covered(silence) / seconds >= SILENT_SHARE_MIN;
}

/** Of all tracks: those that were listened to in vain are missing among what was heard. */
function damaged(document: Described): Finding[] {
  const sound = document.content?.sound ?? [];
  const inPart = sound.flatMap((track, place) =>
    track.damaged ? [`/content/sound/${place}/damaged`] : [],
  );
  const listened = document.stage === "content" ? audioStreamsOf(document) : [];
  const unheard = listened
    .slice(0, LISTENS_MAX)
    // Of a codec that has no name here, nobody knows whether it is damaged.
    .filter(({ value }) => value.codec !== null)
    .filter(({ value }) => sound.every(({ index }) => index !== value.index))
    .map(({ path }) => `${path}/codec`);
  const paths = [...unheard, ...inPart];
  if (paths.length === 0) return [];
  return [
    finding(
      document,
      "audio_damaged",
      "warning",
      {
        title: "Damaged sound",
        explanation:
          unheard.length > 0
            ? "A sound track cannot be decoded at all."
            : "Parts of the sound cannot be decoded.",
        consequence:
          unheard.length > 0 ? "Nothing is heard of it." : "It drops out or crackles there.",
        fix: "Copy the file again. What is lost cannot be made up for.",
        settings: null,
      },
      paths,
    ),
  ];
}

/** New kinds of sound come with new phones, mostly beside one that every player knows. */
function unknown(document: Described): Finding[] {
  if (document.facts?.source !== "ffprobe") return [];
  const nameless = audioStreamsOf(document).filter(
    ({ value }) => value.codec === null && value.encryption === null,
  );
  if (nameless.length === 0) return [];
  const isPicked = nameless.some(({ path }) => path === soundOf(document)?.path);
  return [
    finding(
      document,
      "audio_unknown",
      isPicked ? "warning" : "info",
      {
        title: "Sound of an unknown kind",
        explanation: "A sound track is coded in a way that has no name here.",
        consequence: isPicked
          ? "Most players are silent. Reelight cannot hear it, and leaves it out of what it makes."
          : "Players take another track. Reelight cannot hear this one, and leaves it out of what it makes.",
        fix: isPicked
          ? "Export it with AAC sound from the program or device that made it."
          : "Nothing has to be done where the other track sounds right.",
        settings: null,
      },
      nameless.map(({ path }) => `${path}/codecTag`),
    ),
  ];
}

function silence(document: Described, { path }: Placed<SoundContent>): Finding[] {
  return [
    finding(
      document,
      "audio_silent",
      "warning",
      {
        title: "Silent sound",
        explanation: "There is a sound track, but nothing can be heard in it.",
        consequence: "People look for the fault in their loudspeakers.",
        fix: "Look whether the right microphone was on when it was recorded.",
        settings: null,
      },
      [`${path}/silence`, `${path}/seconds`, `${path}/samplePeak`],
    ),
  ];
}

function level(document: Described, { value, path }: Placed<SoundContent>): Finding[] {
  const findings: Finding[] = [];
  if (value.seconds > 0 && value.clippedSamples / value.seconds >= CLIPPED_PER_SECOND_MIN) {
    findings.push(
      finding(
        document,
        "audio_clipping",
        "warning",
        {
          title: "Overdriven sound",
          explanation:
            "The sound was recorded louder than the file can hold, and its peaks are cut off.",
          consequence: "Loud moments crackle and sound harsh.",
          fix: "Record with a lower level. Peaks that were cut off cannot be brought back.",
          settings: null,
        },
        [`${path}/clippedSamples`, `${path}/truePeak`],
      ),
    );
  }
  const { loudness } = value;
  if (loudness === null) return findings;
  if (loudness > LOUD_LUFS) {
    findings.push(
      finding(
        document,
        "audio_loud",
        "warning",
        {
          title: "Very loud",
          explanation: `Its loudness is ${said(loudness)} LUFS. Streaming services play at about −14, television at −23.`,
          consequence: "It startles people after other films, and services turn it down.",
          fix: "Let Reelight bring it to an ordinary loudness.",
          settings: LEVELLED,
        },
        [`${path}/loudness`],
      ),
    );
  }
  if (loudness < QUIET_LUFS) {
    findings.push(
      finding(
        document,
        "audio_quiet",
        "warning",
        {
          title: "Very quiet",
          explanation: `Its loudness is ${said(loudness)} LUFS. Streaming services play at about −14, television at −23.`,
          consequence: "People turn it up, and the next film is far too loud.",
          fix: "Let Reelight bring it to an ordinary loudness.",
          settings: LEVELLED,
        },
        [`${path}/loudness`],
      ),
    );
  }
  return findings;
}

/** Of stereo alone: in surround sound a channel that rests is usual. */
function channels(
  document: Described,
  { value, path }: Placed<SoundContent>,
  count: number | null,
): Finding[] {
  if (count !== 2) return [];
  const findings: Finding[] = [];
  if (value.deadChannels.length === 1) {
    const side = value.deadChannels[0] === 0 ? "left" : "right";
    findings.push(
      finding(
        document,
        "audio_dead_channel",
        "warning",
        {
          title: "Sound on one side only",
          explanation: `The ${side} channel is silent throughout.`,
          consequence: "With headphones it is heard in one ear.",
          fix: "Mix it to mono in an editing program.",
          settings: null,
        },
        [`${path}/deadChannels`],
      ),
    );
  }
  if (value.phase !== null && value.phase < PHASE_MIN) {
    findings.push(
      finding(
        document,
        "audio_out_of_phase",
        "warning",
        {
          title: "Left and right cancel",
          explanation:
            "One channel is nearly the other turned upside down, as with a cable that was wired the wrong way.",
          consequence: "On phones and other single loudspeakers voices turn thin or vanish.",
          fix: "Turn one channel round (invert its phase) in an editing program.",
          settings: null,
        },
        [`${path}/phase`],
      ),
    );
  }
  return findings;
}
