// What ffprobe says of a file and of each of its packets, for judging source and result alike. It
// shares no code with the service: what both got wrong would not be seen.

import { ffprobe } from "../testing/clips.ts";

type Stream = {
  index: number;
  codec_type?: string;
  codec_name?: string;
  profile?: string;
  width?: number;
  height?: number;
  pix_fmt?: string;
  sample_aspect_ratio?: string;
  r_frame_rate?: string;
  color_range?: string;
  color_space?: string;
  color_transfer?: string;
  color_primaries?: string;
  disposition?: Record<string, number>;
  tags?: Record<string, string>;
  side_data_list?: { displaymatrix?: string }[];
};
type Packet = {
  stream_index: number;
  pts_time?: string;
  dts_time?: string;
  duration_time?: string;
  flags: string;
};

/** A stream with where its packets begin and end, in seconds of the file's clock. */
export type Track = Stream & {
  packets: number;
  first: number;
  end: number;
  /** Distances of neighbours differ by more than a quarter of the usual one. */
  variable: boolean;
};

export type Film = {
  picture: Track;
  sounds: Track[];
  others: Stream[];
  chapters: number;
  tags: Record<string, string>;
};

/** Reads the file's streams and packets. Throws if there is no picture in it. */
export async function readFilm(path: string): Promise<Film> {
  const { streams, packets, chapters, format } = await ffprobe(
    path,
    ...["-show_streams", "-show_packets", "-show_chapters", "-show_format"],
  );
  const all: Stream[] = streams;
  const tracks = all.map((stream) => trackOf(stream, packets));
  const pictures = tracks.filter(
    ({ codec_type, disposition = {} }) => codec_type === "video" && !disposition.attached_pic,
  );
  const picture = pictures.find(({ disposition }) => disposition?.default) ?? pictures[0];
  if (!picture) throw new Error("no picture");
  return {
    picture,
    sounds: tracks.filter(({ codec_type }) => codec_type === "audio"),
    others: all.filter(({ codec_type }) => codec_type !== "audio" && codec_type !== "video"),
    chapters: chapters.length,
    tags: format.tags ?? {},
  };
}

function trackOf(stream: Stream, packets: readonly Packet[]): Track {
  const own = packets
    .filter(({ stream_index, flags }) => stream_index === stream.index && !flags.includes("D"))
    .map(({ pts_time, dts_time, duration_time }) => ({
      pts: Number(pts_time ?? dts_time),
      duration: Number(duration_time ?? Number.NaN),
    }))
    .filter(({ pts }) => Number.isFinite(pts))
    .sort((a, b) => a.pts - b.pts);
  const distances = own.slice(1).map(({ pts }, at) => pts - (own[at]?.pts ?? 0));
  const usual = distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0;
  const last = own.at(-1);
  return {
    ...stream,
    packets: own.length,
    first: own[0]?.pts ?? 0,
    end: last ? last.pts + (Number.isFinite(last.duration) ? last.duration : usual) : 0,
    variable: distances.some((distance) => Math.abs(distance - usual) > usual / 4),
  };
}

/** A fraction such as `30000/1001` or `4:3` as a number; 1 where it says nothing. */
export function ratio(text: string | undefined): number {
  const [num = 0, den = 0] = (text ?? "").split(/[/:]/).map(Number);
  return num > 0 && den > 0 ? num / den : 1;
}
