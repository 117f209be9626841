// The document in the shape, names and value formats of `mediainfo --Output=JSON` (MediaInfoLib 23.04):
// every value is text, times are seconds with three decimals, what is not known is left out. Pure.

import { profileOfBrand } from "../../protocol/brand.ts";
import type { AudioStream, Facts, OtherStream, Stream, VideoStream } from "../../protocol/facts.ts";
import { filmPictureOf } from "../../protocol/film-picture.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import type { StreamPackets } from "../../protocol/packets.ts";
import { toNumber } from "../../protocol/rational.ts";
import {
  chaptersOf,
  containerCodecOf,
  delayOf,
  encoderTagOf,
  extraOf,
  rateRangeOf,
  writersOf,
} from "./mediainfo-container.ts";
import { hdrOf } from "./mediainfo-hdr.ts";
import {
  colourSpaceOf,
  compressionOf,
  createdOf,
  dateOf,
  type Fields,
  idOf,
  isMatroska,
  isMp4,
  languageOf,
  levelOf,
  modeOf,
  profileWord,
  scanOf,
  seconds,
  whole,
  yesNo,
} from "./mediainfo-values.ts";
import { codecWord, colourWords, containerWord, layoutWords } from "./mediainfo-words.ts";

type Track = Record<string, string | Record<string, string>>;

export type Mediainfo = { media: { "@ref": string; track: Track[] } };

/** Tracks in MediaInfo's order: the file, pictures, sounds, texts, others, chapters. */
export function mediainfoOf(document: MetadataDocument): Mediainfo {
  const { file, facts } = document;
  const general = trackOf("General", {
    ...(facts ? generalOf(document, facts) : {}),
    FileExtension: file.extension,
    FileSize: facts?.container.bytes ?? file.bytes,
  });
  const extra = facts ? extraOf(facts) : {};
  if (Object.keys(extra).length > 0) general.extra = extra;
  const tracks = facts ? streamsOf(document, facts) : [];
  const menu =
    facts && (facts.chapters ?? []).length > 0
      ? [{ "@type": "Menu", extra: chaptersOf(facts) }]
      : [];
  return { media: { "@ref": file.name, track: [general, ...tracks, ...menu] } };
}

function generalOf(document: MetadataDocument, facts: Facts): Fields {
  const { container, structure, about, streams } = facts;
  const picture = filmPictureOf(facts);
  const rated = picture ? videoRate(picture, packetsOf(document, picture)) : {};
  const count = (kind: Stream["kind"]) =>
    streams.filter((stream) => stream.kind === kind).length || null;
  const duration = container.duration ?? document.packets?.duration ?? null;
  return {
    VideoCount: count("video"),
    AudioCount: count("audio"),
    TextCount: count("subtitle"),
    MenuCount: (facts.chapters ?? []).length > 0 ? 1 : null,
    Format: containerWord(
      container.format,
      streams.map(({ codec }) => codec),
    ),
    Format_Profile: isMp4(facts) ? profileOfBrand(structure?.brand ?? null) : null,
    CodecID: isMp4(facts) ? structure?.brand : null,
    CodecID_Compatible: structure?.compatibleBrands.join("/") || null,
    Duration: seconds(duration),
    OverallBitRate: duration ? whole((container.bytes * 8) / duration) : null,
    FrameRate: rated.FrameRate,
    FrameCount: rated.FrameCount,
    IsStreamable: isMatroska(facts) ? "Yes" : yesNo(structure?.indexFirst ?? null),
    IsTruncated: structure?.truncated === true ? "Yes" : null,
    Title: about?.title,
    Performer: about?.artist,
    Album: about?.album,
    Genre: about?.genre,
    Copyright: about?.copyright,
    Comment: about?.comment,
    Description: about?.description,
    ...createdOf(about?.createdAt ?? null),
    Tagged_Date: dateOf(about?.modifiedAt ?? null),
    ...writersOf(facts),
    Recorded_Location: about?.location?.text,
  };
}

/** A declared rate that differs from the measured one by more is wrong. */
const RATE_SHARE = 0.01;

const ORDER: Record<Stream["kind"], number> = {
  video: 0,
  audio: 1,
  subtitle: 2,
  cover: 3,
  data: 3,
  attachment: 3,
};

function streamsOf(document: MetadataDocument, facts: Facts): Track[] {
  const streams = facts.streams.toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind]);
  // A cover is no track, and an attachment a field of the file.
  const tracks = streams.filter(({ kind }) => kind !== "cover" && kind !== "attachment");
  return tracks.map((stream) => {
    const type = TYPES[ORDER[stream.kind]] ?? "Other";
    const alike = tracks.filter(({ kind }) => ORDER[kind] === ORDER[stream.kind]);
    const order = alike.length > 1 ? alike.indexOf(stream) + 1 : null;
    const packets = packetsOf(document, stream);
    return trackOf(type, {
      "@typeorder": order,
      ...common(facts, stream, packets),
      ...fieldsOf(facts, stream, packets),
    });
  });
}

const TYPES = ["Video", "Audio", "Text", "Other"];

function fieldsOf(facts: Facts, stream: Stream, packets: StreamPackets | null): Fields {
  if (stream.kind === "video") return videoOf(facts, stream, packets);
  if (stream.kind === "audio") return audioOf(stream);
  return otherOf(stream);
}

const MPEG_LAYERS: Record<string, string> = { mp1: "Layer 1", mp2: "Layer 2", mp3: "Layer 3" };

function common(facts: Facts, stream: Stream, packets: StreamPackets | null): Fields {
  return {
    StreamOrder: stream.index,
    ID: idOf(facts, stream),
    Format: codecWord(stream.codec),
    Format_Profile: stream.kind === "audio" ? MPEG_LAYERS[stream.codec ?? ""] : profileWord(stream),
    CodecID: containerCodecOf(facts, stream),
    Duration: seconds(stream.duration),
    ...delayOf(facts, stream),
    BitRate: whole(packets?.bitrate.mean ?? stream.bitrate),
    StreamSize: packets?.bytes,
    Title: stream.title,
    Language: languageOf(stream.language),
    // An MP4 marks alternatives instead.
    Default: isMatroska(facts) ? yesNo(stream.default) : null,
    Forced: isMatroska(facts) ? yesNo(stream.dispositions.includes("forced")) : null,
    Encryption: stream.encryption,
    Encoded_Library: encoderTagOf(facts, stream),
  };
}

function videoOf(facts: Facts, video: VideoStream, packets: StreamPackets | null): Fields {
  const colour = colourWords(video.colour);
  const told = Object.values(colour).some((word) => word !== null);
  const aspect = toNumber(video.sampleAspectRatio);
  const stored = (coded: number | null, size: number) =>
    coded !== null && coded !== size ? coded : null;
  return {
    Format_Level: levelOf(video),
    Format_Tier: video.tier,
    Format_Settings_CABAC: yesNo(video.entropyCoding && video.entropyCoding === "CABAC"),
    Format_Settings_RefFrames: video.referenceFrames,
    Width: video.width,
    Height: video.height,
    Stored_Width: stored(video.codedWidth, video.width),
    Stored_Height: stored(video.codedHeight, video.height),
    Sampled_Width: video.width,
    Sampled_Height: video.height,
    PixelAspectRatio: aspect.toFixed(3),
    DisplayAspectRatio: ((video.width * aspect) / video.height).toFixed(3),
    Rotation: isMp4(facts) ? video.rotation.toFixed(3) : null,
    FrameRate_Mode: modeOf(packets?.pace?.variable ?? video.variableFrameRate),
    ...videoRate(video, packets),
    ...rateRangeOf(packets),
    ColorSpace: colourSpaceOf(video.pixelFormat),
    ChromaSubsampling: video.chromaSubsampling,
    BitDepth: video.bitDepth,
    ...scanOf(video.fieldOrder),
    TimeCode_FirstFrame: video.timecode,
    Encoded_Library: video.encoder ?? encoderTagOf(facts, video),
    Encoded_Library_Settings: video.encoderSettings?.replaceAll(" ", " / "),
    colour_description_present: told ? "Yes" : null,
    ...colour,
    ...hdrOf(video),
  };
}

/** The declared rate, as MediaInfo prefers it, unless the packets show another. */
function videoRate(video: VideoStream, packets: StreamPackets | null): Fields {
  const declared = video.frameRate && toNumber(video.frameRate);
  const measured = video.measuredFrameRate;
  const other = measured && (!declared || Math.abs(declared / measured - 1) > RATE_SHARE);
  const rate = other ? measured : declared;
  const fraction = other ? null : video.frameRate;
  return {
    FrameRate: rate ? rate.toFixed(3) : null,
    FrameRate_Num: fraction?.num,
    FrameRate_Den: fraction?.den,
    // A packet may hold one field of a frame.
    FrameCount: video.frames ?? packets?.packets,
  };
}

const AAC_FEATURES: Record<string, string> = {
  LC: "LC",
  "HE-AAC": "LC SBR",
  "HE-AACv2": "LC SBR PS",
};

function audioOf(audio: AudioStream): Fields {
  const { sampleRate, duration } = audio;
  const aac = audio.codec === "aac";
  return {
    Format_AdditionalFeatures: aac ? AAC_FEATURES[audio.profile ?? ""] : null,
    Channels: audio.channels,
    ...layoutWords(audio.channelLayout, audio.codec),
    SamplingRate: sampleRate,
    SamplingCount: sampleRate && duration ? whole(sampleRate * duration) : null,
    BitDepth: audio.bitsPerSample,
    Compression_Mode: compressionOf(audio.codec),
    Video_Delay: audio.delay ? audio.delay.toFixed(3) : null,
  };
}

function otherOf(other: OtherStream): Fields {
  return {
    Width: other.width,
    Height: other.height,
    TimeCode_FirstFrame: other.timecode,
  };
}

function trackOf(type: string, fields: Fields): Track {
  const known = Object.entries(fields).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, String(value)]],
  );
  return { "@type": type, ...Object.fromEntries(known) };
}

function packetsOf(document: MetadataDocument, { index }: Stream): StreamPackets | null {
  return document.packets?.streams.find((stream) => stream.index === index) ?? null;
}
