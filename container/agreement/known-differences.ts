// Where MediaInfo says something else: by which clause, and which side is wrong. Ten at most. Numbers
// of clauses move between editions, so that each has its title.

export type KnownDifference = { field: RegExp; clips: readonly string[]; why: string };

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    field: /^Audio\.(Duration|FrameCount|StreamSize)$/,
    clips: ["bbb-480p-30s.mp4", "bt601.mov", "cockatoo.mp4", "phone-gps.mov"],
    why:
      "ISO/IEC 14496-12, 8.6.6 Edit List Box: each entry maps a part of the media, or empty time. " +
      "MediaInfo is wrong: it counts samples that no entry maps (bbb, cockatoo), empty time as " +
      "samples (bt601), or not the last one, which is heard in part (phone-gps). Its length of bbb " +
      "is the track header's, which by 8.3.2 Track Header Box had to be the sum of the edits. That of " +
      "bt601 holds the empty time too, as 8.3.2 has it; we choose to tell that as a later start.",
  },
  {
    field: /^(Video|Audio)\.Duration$/,
    clips: ["audio-only.mp4", "bt601.mov", "hdr10-av1.mp4"],
    why:
      "ISO/IEC 14496-12, 8.6.1.2 Decoding Time to Sample Box: it tells how long the last sample " +
      "lasts. We are wrong, by 0.021 s at most: ffprobe tells a shorter one, and no edit list that " +
      "we could go by instead. MediaInfo is wrong about hdr10-av1 and audio-only, where it " +
      "adds the empty edit.",
  },
  {
    field: /^(Video|Audio)\.(Duration|BitRate|FrameCount|StreamSize)$/,
    clips: ["flower.webm", "tears-of-steel.webm", "vp9-odd.webm"],
    why:
      "RFC 9559, 5.1.2.10 Duration: it is the segment's, not a track's; and 10 Cluster Blocks: they " +
      "hold the frames. MediaInfo is wrong: it infers frames and sizes from the length and size of " +
      "the whole file, and takes the nominal rate of sound, by Vorbis I, 4.2.2 Identification " +
      "header, only a hint. We count blocks. No clause tells how long the last one lasts.",
  },
  {
    field: /^Video\.(Duration|BitRate|FrameRate)$/,
    clips: ["ass-subs.mkv"],
    why:
      "RFC 9559, 5.1.4.1.13 DefaultDuration: the nanoseconds of each frame, here 34.8 million. " +
      "MediaInfo is wrong: it ends the track where its last frame begins. We give that frame the " +
      "usual distance of the others (33 ms).",
  },
  {
    field: /^Video\.(BitRate|StreamSize)$/,
    clips: ["alpha.webm"],
    why:
      "RFC 9559, 5.1.3.5.2 BlockAdditions: they complete the block, so that transparency belongs to " +
      "the track. Both are wrong: we count the blocks alone, as ffprobe does, and MediaInfo counts " +
      "nothing but infers a size, 97 % of blocks and additions, from the whole file.",
  },
  {
    field: /^Audio\.(Duration|Delay)$/,
    clips: ["chapters.mkv"],
    why:
      "RFC 9559, 5.1.4.1.25 CodecDelay and 11.2 Block Timestamps: it must be subtracted from each " +
      "time, and what comes before zero is decoded but not played. MediaInfo is wrong about the " +
      "delay. About the length both are: 5.015 s are played, we add the priming (0.023 s), and " +
      "MediaInfo repeats a tag (5.023 s).",
  },
  {
    field:
      /^(General\.(Duration|OverallBitRate)|Video\.(Duration|Delay|FrameCount|FrameRate|StreamSize)|Audio\.Video_Delay)$/,
    clips: ["cam-sony-a7m3.mts", "no-initial-keyframe.ts"],
    why:
      "Rec. ITU-T H.222.0, 2.4.3.5 Semantic definition of fields in adaptation field: the clock " +
      "reference is when a byte arrives. MediaInfo is wrong to tell the file's length by it. Rec. " +
      "ITU-T H.264, 3 Definitions, IDR picture: all that follows it in decoding order can be decoded. " +
      "MediaInfo is wrong to leave out the two frames of cam-sony that are shown before theirs. In " +
      "no-initial-keyframe it is right that only 15 pictures can be decoded; we count all in the file.",
  },
  {
    field: /^Video\.BitRate$/,
    clips: ["cockatoo.mp4", "flower.mp4"],
    why:
      "Rec. ITU-T H.264, D.2.7 User data unregistered SEI message semantics: the content is not " +
      "specified. MediaInfo is wrong: x264 notes there the rate that it aimed at (400 and 1,500 " +
      "kbit/s), and MediaInfo tells it where it is within 5 %. We tell the bytes that are there.",
  },
  {
    field: /^Video\.FrameRate_Mode$/,
    clips: ["ass-subs.mkv", "phone-gps.mov"],
    why:
      "No clause decides, as none says when a rate is variable. RFC 9559, 11.2 Block Timestamps, and " +
      "ISO/IEC 14496-12, 8.4.2 Media Header Box: times are whole ticks. Where distances differ by " +
      "one tick, as rounding makes them, we choose to say constant, and MediaInfo says variable.",
  },
  {
    field: /^General\.IsTruncated$/,
    clips: ["no-duration.webm"],
    why:
      "RFC 8794, 6.2 Unknown Data Size, and RFC 9559, 23.2 Livestreaming: a segment written live has " +
      "a size of all ones, which is no number, and ends with the file. MediaInfo is wrong: it takes " +
      "that for a size and the file for cut off.",
  },
];
