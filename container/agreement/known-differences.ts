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
      "ISO/IEC 14496-12, 8.6.6: the edit list says which part of the media is presented. MediaInfo " +
      "tells the media, we tell the packets that are presented, each as long as it lasts.",
  },
  {
    field: /^(Video|Audio)\.(Duration|BitRate|FrameCount|StreamSize)$/,
    clips: ["flower.webm", "tears-of-steel.webm", "vp9-odd.webm"],
    why:
      "RFC 9559, 5.1.2.10: only the segment has a duration, and no element holds a track's size. " +
      "MediaInfo infers both, and the frames, from the whole file; we count packets.",
  },
  {
    field: /^Video\.(BitRate|StreamSize)$/,
    clips: ["alpha.webm"],
    why:
      "RFC 9559, 5.1.3.5.2: transparency lies in BlockAdditions beside each block. They are no part " +
      "of the packets that we count, while MediaInfo counts all of the file.",
  },
  {
    field: /^Audio\.(Duration|Delay)$/,
    clips: ["chapters.mkv"],
    why:
      "RFC 9559, 5.1.4.1.25: CodecDelay is subtracted from each time, so that priming lies before " +
      "zero. MediaInfo leaves it out.",
  },
  {
    field:
      /^(General\.(Duration|OverallBitRate)|Video\.(Duration|Delay|FrameCount|FrameRate|StreamSize)|Audio\.Video_Delay)$/,
    clips: ["cam-sony-a7m3.mts", "no-initial-keyframe.ts"],
    why:
      "Rec. ITU-T H.264, 7.4.1.2.1: decoding begins at an IDR picture. MediaInfo counts from the " +
      "first one on; we tell all that lies in the file.",
  },
  {
    field: /^Video\.BitRate$/,
    clips: ["cockatoo.mp4", "flower.mp4"],
    why:
      "ISO/IEC 14496-12, 8.5.2: avgBitrate is what the writer declares. MediaInfo gives such a " +
      "figure, we what the packets amount to.",
  },
  {
    field: /^Audio\.Format_AdditionalFeatures$/,
    clips: ["no-initial-keyframe.ts"],
    why:
      "ISO/IEC 14496-3, 1.6.5.3: spectral band replication may be signalled implicitly, inside of " +
      "the frames. ffprobe decodes some and finds HE-AAC; MediaInfo names the core, LC.",
  },
  {
    field: /^Video\.FrameRate_Mode$/,
    clips: ["ass-subs.mkv", "phone-gps.mov"],
    why:
      "RFC 9559, 5.1.2.9 and ISO/IEC 14496-12, 8.4.2: times are whole ticks. Distances that differ by " +
      "the rounding of one tick are an even rate; MediaInfo calls them variable.",
  },
  {
    field: /^General\.IsTruncated$/,
    clips: ["no-duration.webm"],
    why:
      "RFC 8794, 6.2: a segment written live has an unknown size and ends with the file. MediaInfo " +
      "takes it for cut off.",
  },
];
