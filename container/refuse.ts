// What is refused by name before anything is decoded, from what ffprobe read in the index. Pure.

import { DURATION_S_MAX, PIXELS_MAX } from "../protocol/limits.ts";
import { dolbyVisionProfile, filmPictureOf } from "./facts/probed-stream.ts";
import { failureInWords } from "./ffmpeg-words.ts";
import { numberOf, type Probed, type ProbedStream } from "./ffprobe-json.ts";
import { canDecodeVideo } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";

/** Dolby Vision without an ordinary picture in its base layer; of AV1, where it says so. */
const DOLBY_VISION_ALONE = 5;
const DOLBY_VISION_AV1 = 10;
/** Sample entries of protected movies that ffprobe leaves as they are. */
const ENCRYPTED_TAGS = new Set(["encv", "enca", "drmi", "drms"]);
/** What ffprobe calls it where packets are protected (ISO Common Encryption). */
const ENCRYPTED_PACKET = "Encryption info";
/** Tag by which the Matroska demuxer tells a track's key. */
const ENCRYPTED_TRACK = "enc_key_id";

/**
 * The stream that is the picture. Throws the JobFailure that says why there is none to work on.
 * `tail` is what ffprobe said: it knows why a picture has no size.
 */
export function pictureOf(probed: Probed, tail: readonly string[] = []): ProbedStream {
  const streams = probed.streams ?? [];
  if (isEncrypted(probed)) throw new JobFailure("encrypted");
  const picture = filmPictureOf(streams);
  if (!picture) {
    const sound = streams.some((stream) => stream.codec_type === "audio");
    throw new JobFailure(sound ? "audio_only" : "not_a_video");
  }
  const { codec_name: codec = "unknown", width = 0, height = 0 } = picture;
  if (width * height > PIXELS_MAX) throw new JobFailure("too_many_pixels");
  if (needsDolbyVision(picture)) throw new JobFailure("needs_dolby_vision");
  if (!canDecodeVideo(codec)) throw new JobFailure("unsupported_codec");
  if (width < 1 || height < 1) throw new JobFailure(failureInWords(tail) ?? "corrupt");
  return picture;
}

/** True where the index claims a length beyond the limit, be it true or not. */
export function claimsTooLong(probed: Probed, picture: ProbedStream): boolean {
  const claims = [probed.format?.duration, picture.duration].map((text) => numberOf(text) ?? 0);
  return Math.max(...claims) > DURATION_S_MAX;
}

function needsDolbyVision(picture: ProbedStream): boolean {
  const profile = dolbyVisionProfile(picture);
  if (profile !== DOLBY_VISION_AV1) return profile === DOLBY_VISION_ALONE;
  return Boolean(
    picture.side_data_list?.some((entry) => entry.dv_bl_signal_compatibility_id === 0),
  );
}

function isEncrypted({ streams = [], packets = [] }: Probed): boolean {
  const marked = streams.some(
    ({ codec_tag_string, tags = {} }) =>
      ENCRYPTED_TAGS.has(codec_tag_string ?? "") || Object.hasOwn(tags, ENCRYPTED_TRACK),
  );
  const types = packets.flatMap(({ side_data_list = [] }) => side_data_list);
  return marked || types.some((entry) => entry.side_data_type === ENCRYPTED_PACKET);
}
