// The closed table of what can go wrong with a video. A failure is data: it is stored, sent and
// shown. `retryable` says whether trying the same thing again can help; `status` is the HTTP status
// when it answers a request; the sentences are what a person reads.

import * as z from "zod/mini";

type Row = { retryable: boolean; status: number; title: string; detail: string };

const TABLE = {
  empty_file: {
    retryable: false,
    status: 415,
    title: "The file is empty",
    detail: "It holds no bytes. Choose the file again, or copy it afresh from where it came.",
  },
  not_a_video: {
    retryable: false,
    status: 415,
    title: "This is not a video file",
    detail: "Its bytes are not those of a video, whatever its name says. Choose a video file.",
  },
  audio_only: {
    retryable: false,
    status: 415,
    title: "There is only sound in this file",
    detail: "Reelight needs a picture to work on. Choose a file that holds video.",
  },
  unsupported_format: {
    retryable: false,
    status: 415,
    title: "This kind of file is not accepted",
    detail: "Convert it to MP4, MOV, MKV, WebM, AVI, MPEG or MTS, and upload that.",
  },
  unsupported_codec: {
    retryable: false,
    status: 422,
    title: "The picture is coded in a way Reelight cannot read",
    detail: "Export it as H.264, HEVC, VP9 or AV1, and upload that.",
  },
  encrypted: {
    retryable: false,
    status: 422,
    title: "The video is encrypted",
    detail: "It is protected against copying and cannot be read. Upload an unprotected copy.",
  },
  truncated: {
    retryable: false,
    status: 422,
    title: "The file is incomplete",
    detail: "Its end or its index is missing. Copy it again from the device that made it.",
  },
  corrupt: {
    retryable: false,
    status: 422,
    title: "The file is damaged",
    detail: "Its picture cannot be decoded. Copy it again, or export it afresh.",
  },
  too_large: {
    retryable: false,
    status: 413,
    title: "The file is too large",
    detail: "The most is 10 GiB. Upload a shorter or a smaller version.",
  },
  too_long: {
    retryable: false,
    status: 422,
    title: "The video is too long",
    detail: "The most is 4 hours. Cut it into parts and upload those.",
  },
  too_many_pixels: {
    retryable: false,
    status: 422,
    title: "The picture is too large",
    detail: "The most is 35.4 megapixels a frame (8K). Upload a smaller version.",
  },
  too_many_streams: {
    retryable: false,
    status: 422,
    title: "The file holds too many streams",
    detail: "The most is 64. Export it with only the tracks you need.",
  },
  needs_dolby_vision: {
    retryable: false,
    status: 422,
    title: "Only a Dolby Vision decoder can show this picture",
    detail: "Profile 5 has no ordinary picture inside. Export it as HDR10, HLG or SDR.",
  },
  invalid_settings: {
    retryable: false,
    status: 422,
    title: "A setting is out of range",
    detail: "Change the setting that is named and send it again.",
  },
  timeout: {
    retryable: true,
    status: 504,
    title: "The work took too long",
    detail: "It was stopped at its time limit. Try again; a shorter clip needs less time.",
  },
  out_of_resources: {
    retryable: true,
    status: 503,
    title: "There was not enough memory or disk",
    detail: "Try again in a moment; if it fails again, upload a smaller version.",
  },
  transcoder_unavailable: {
    retryable: true,
    status: 503,
    title: "The video engine could not be reached",
    detail: "Nothing of your video is lost. Try again in a minute.",
  },
  checksum_mismatch: {
    retryable: true,
    status: 460,
    title: "The bytes changed on the way",
    detail: "What arrived does not match its checksum and was thrown away. Send it again.",
  },
  expired: {
    retryable: false,
    status: 410,
    title: "The time for this is over",
    detail: "It was kept as long as promised and then removed. Upload the file again.",
  },
  cancelled: {
    retryable: true,
    status: 409,
    title: "Stopped on request",
    detail: "You stopped this work. Run it again whenever you like.",
  },
  internal: {
    retryable: true,
    status: 500,
    title: "Something went wrong on our side",
    detail: "Your video is safe. Try again; if it stays, tell us the request's id.",
  },
} as const satisfies Record<string, Row>;

export type FailureCode = keyof typeof TABLE;

export const FAILURE_CODES = Object.keys(TABLE) as FailureCode[];

export const FailureCodeSchema = z.enum(FAILURE_CODES as [FailureCode, ...FailureCode[]]);

/** A failure as clients see it. `detail` says what to do, in a person's words. */
export const FailureSchema = z.object({
  code: FailureCodeSchema,
  title: z.string(),
  detail: z.string(),
  retryable: z.boolean(),
});
export type Failure = z.infer<typeof FailureSchema>;

/**
 * The failure of that code. `detail` replaces the table's sentence where more is known (which
 * setting, which limit); it must never hold a path, an address or a program's raw output.
 */
export function failure(code: FailureCode, detail?: string): Failure {
  const row: Row = TABLE[code];
  return { code, title: row.title, detail: detail ?? row.detail, retryable: row.retryable };
}

/** HTTP status of a request that is refused with this code. */
export function failureStatus(code: FailureCode): number {
  return TABLE[code].status;
}
