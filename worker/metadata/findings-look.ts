// Findings about what the decoded picture shows: damage, black and frozen stretches, flashes, bars.

import type { PictureContent } from "../../protocol/content.ts";
import type { Finding } from "../../protocol/finding.ts";
import {
  covered,
  type Described,
  finding,
  longestOutside,
  MEMBERS_MAX,
  packetsOf,
  pictureOf,
  saidSeconds,
  streamsOf,
} from "./finding-parts.ts";

/** So near to an end of the film, a range reaches it: less than three frames of a slow film. */
const END_S = 0.15;
/** A shorter black start is a fade that nobody waits for. */
const BLACK_START_S_MIN = 0.5;
/** ffmpeg's freezedetect calls nothing shorter frozen; shorter ends are held on purpose. */
const FROZEN_END_S_MIN = 2;
/** A film that stands still for more of it is made of still pictures, and holds the last one, too. */
const FROZEN_SHARE_MAX = 0.5;
/** The rest is noise in a camera with its cap on. */
const BLACK_SHARE_MIN = 0.95;
/** Thinner bars are the filling of a last block. */
const LETTERBOX_SHARE_MAX = 0.98;
/** From so much on it is no scratch but a film that is not there. */
const LOST_SHARE_ERROR = 0.1;
const CONTENT = "/content/picture";

export function lookFindings(document: Described): Finding[] {
  const content = document.content?.picture ?? null;
  if (!content) return unseen(document);
  return [
    ...damage(document, content),
    ...stretches(document, content),
    ...bars(document, content),
  ];
}

/** All was decoded that can be, and there is no picture. */
function unseen(document: Described): Finding[] {
  const picture = pictureOf(document);
  if (!picture || document.stage !== "content") return [];
  return [
    finding(
      document,
      "picture_damaged",
      "error",
      {
        title: "No picture can be seen",
        explanation: "Not one frame of the picture can be decoded.",
        consequence: "Players show nothing, or an error.",
        fix: "Copy the file from the camera or card again, or look for another copy.",
        settings: null,
      },
      [CONTENT, `${picture.path}/kind`, `${picture.path}/codec`],
    ),
  ];
}

/** Start and end of the film's picture on its own clock; null before the packets were read. */
function span(document: Described, index: number): { start: number; end: number } | null {
  const { start = null, end = null } = packetsOf(document, index)?.value ?? {};
  return start !== null && end !== null && end > start ? { start, end } : null;
}

function damage(document: Described, content: PictureContent): Finding[] {
  const film = span(document, content.index);
  const packets = packetsOf(document, content.index);
  const corrupt = packets?.value.corrupt ?? 0;
  // A beginning that leans on a frame before the file is told as that; see `no_keyframe_at_start`.
  const leansBack = packets?.value.groups?.startsWithKeyframe === false;
  const isBeginning = (start: number) => leansBack && film !== null && start <= film.start + END_S;
  // What time did not suffice for may be whole.
  const places = content.lost.flatMap(({ reason, start }, place) =>
    reason === "damaged" && !isBeginning(start) ? [place] : [],
  );
  if (places.length === 0 && corrupt === 0) return [];
  const seconds = covered(content.lost.filter((_, place) => places.includes(place)));
  const share = film ? seconds / (film.end - film.start) : 0;
  const broken = share >= LOST_SHARE_ERROR;
  return [
    finding(
      document,
      "picture_damaged",
      broken ? "error" : "warning",
      {
        title: "Damaged picture",
        explanation:
          places.length === 0
            ? "Parts of the picture's data are damaged."
            : `${saidSeconds(seconds)} of the picture cannot be decoded.`,
        consequence: "Players show blocks, grey or a frozen picture there, or stop.",
        fix: "Copy the file from the camera or card again. What is lost cannot be made up for.",
        settings: null,
      },
      [
        ...places.slice(0, MEMBERS_MAX).map((place) => `${CONTENT}/lost/${place}`),
        ...(packets && corrupt > 0 ? [`${packets.path}/corrupt`] : []),
      ],
    ),
  ];
}

function stretches(document: Described, content: PictureContent): Finding[] {
  const film = span(document, content.index);
  const findings: Finding[] = [];
  if (content.flicker.flashes.length > 0) {
    findings.push(
      finding(
        document,
        "flashing",
        "warning",
        {
          title: "Flashing light",
          explanation:
            "The picture flashes more than three times a second, which is the limit of ITU-R BT.1702.",
          consequence: "People with photosensitive epilepsy can have a seizure.",
          fix: "Warn people before it plays, or cut these moments out.",
          settings: null,
        },
        [`${CONTENT}/flicker/flashes`],
      ),
    );
  }
  if (!film) return findings;
  const blackShare = covered(content.black) / (film.end - film.start);
  const [first] = content.black;
  if (blackShare >= BLACK_SHARE_MIN) {
    findings.push(
      finding(
        document,
        "black_throughout",
        "warning",
        {
          title: "Black throughout",
          explanation: "Nothing can be seen in the whole film.",
          consequence: "People see a black screen.",
          fix: "Look whether the right camera or window was recorded.",
          settings: null,
        },
        [`${CONTENT}/black`],
      ),
    );
  } else if (
    first &&
    first.start <= film.start + END_S &&
    first.end - first.start >= BLACK_START_S_MIN
  ) {
    findings.push(
      finding(
        document,
        "black_start",
        "info",
        {
          title: "Begins in black",
          explanation: `The first ${saidSeconds(first.end - first.start)} are black.`,
          consequence: "Lists that show the first frame show a black picture.",
          fix: "Choose another picture for the list, or cut the beginning off.",
          settings: null,
        },
        [`${CONTENT}/black/0`],
      ),
    );
  }
  // Black stands still too: a film that fades out does not hang.
  const frozen = content.frozen.map((range) => longestOutside(range, content.black));
  const place = frozen.length - 1;
  const last = frozen[place];
  const held = last && last.end >= film.end - END_S && last.end - last.start >= FROZEN_END_S_MIN;
  const still = covered(frozen) / (film.end - film.start) > FROZEN_SHARE_MAX;
  if (held && !still) {
    findings.push(
      finding(
        document,
        "frozen_end",
        "warning",
        {
          title: "Freezes at the end",
          explanation: `The last ${saidSeconds(last.end - last.start)} show one still picture.`,
          consequence:
            "It looks as if the player hung. Often the recording stopped before its sound.",
          fix: "Cut the end off, unless it is meant to be there.",
          settings: null,
        },
        [`${CONTENT}/frozen/${place}`],
      ),
    );
  }
  return findings;
}

function bars(document: Described, content: PictureContent): Finding[] {
  const stream = streamsOf(document).find(({ value }) => value.index === content.index);
  const inside = content.letterbox;
  if (!inside || stream?.value.kind !== "video") return [];
  const { width, height } = stream.value;
  const share = (inside.width * inside.height) / (width * height);
  if (!(share < LETTERBOX_SHARE_MAX)) return [];
  return [
    finding(
      document,
      "letterbox",
      "info",
      {
        title: "Black bars in the picture",
        explanation: `Bars are part of the picture: the film itself has ${inside.width} × ${inside.height} of ${width} × ${height} pixels.`,
        consequence: "On a screen of another shape there are bars on all four sides.",
        fix: "Crop it in an editing program.",
        settings: null,
      },
      [`${CONTENT}/letterbox`, `${stream.path}/width`, `${stream.path}/height`],
    ),
  ];
}
