// Where MediaInfo says something else, which side is wrong, and by which clause. Ten at most.

export type KnownDifference = { field: RegExp; clips: readonly string[]; why: string };

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    field: /^(Video\.Duration|Audio\.(Duration|BitRate|FrameCount|StreamSize))$/,
    clips: [
      ...["bad-missing-stsd.mp4", "bbb-480p-30s.mp4", "bt601.mov", "cockatoo.mp4"],
      ...["hdr10-av1.mp4", "phone-gps.mov", "rot-reflect.mp4"],
    ],
    why:
      "ISO/IEC 14496-12, edit list box: it says which part of the media is presented. MediaInfo " +
      "tells the media, we tell the packets that are presented, each as long as it lasts.",
  },
  {
    field: /^(Video|Audio)\.(Duration|BitRate|FrameCount|StreamSize)$/,
    clips: ["flower.webm", "tears-of-steel.webm", "vp9-odd.webm"],
    why:
      "RFC 9559, Duration: only the segment has a duration, and no element holds a track's size. " +
      "MediaInfo infers both, and the frames, from the whole file; we count packets.",
  },
  {
    field: /^Video\.(BitRate|StreamSize)$/,
    clips: ["alpha.webm"],
    why:
      "RFC 9559, BlockAdditions: transparency lies there, beside each block. They are no part " +
      "of the packets that we count, while MediaInfo counts all of the file.",
  },
  {
    field: /^Audio\.(Duration|Delay)$/,
    clips: ["chapters.mkv"],
    why:
      "RFC 9559, CodecDelay: it is subtracted from each time, so that priming lies before " +
      "zero. MediaInfo leaves it out.",
  },
  {
    field:
      /^(General\.(Duration|OverallBitRate)|Video\.(Duration|Delay|FrameCount|FrameRate|StreamSize)|Audio\.Video_Delay)$/,
    clips: ["cam-sony-a7m3.mts", "no-initial-keyframe.ts"],
    why:
      "Rec. ITU-T H.264, IDR picture: decoding begins at an IDR picture. MediaInfo counts from the " +
      "first one on; we tell all that lies in the file.",
  },
  {
    field: /^Video\.BitRate$/,
    clips: ["cockatoo.mp4", "flower.mp4"],
    why:
      "Rec. ITU-T H.264, user data unregistered SEI message: it binds nothing. x264 notes there the " +
      "rate it aimed at (400 and 1,500 kbit/s), which MediaInfo repeats; we tell what the packets are.",
  },
  {
    field: /^Audio\.Format_AdditionalFeatures$/,
    clips: ["no-initial-keyframe.ts"],
    why:
      "ISO/IEC 14496-3, implicit signalling: spectral band replication may be told by the " +
      "frames alone. ffprobe decodes some and finds HE-AAC; MediaInfo names the core, LC.",
  },
  {
    field: /^Video\.FrameRate_Mode$/,
    clips: ["ass-subs.mkv", "phone-gps.mov"],
    why:
      "RFC 9559, TimestampScale, and ISO/IEC 14496-12, media header box: times are whole " +
      "ticks. Distances that differ by the rounding of one tick are an even rate; MediaInfo calls them variable.",
  },
  {
    field: /^General\.IsTruncated$/,
    clips: ["no-duration.webm"],
    why:
      "RFC 8794, unknown data size: a segment written live has it and ends with the file. " +
      "MediaInfo takes it for cut off.",
  },
];
