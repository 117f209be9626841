// What a stream says of light beyond standard range, from its side data. Pure.

import type { HdrFacts } from "../../protocol/facts.ts";
import type { ProbedStream, SideData } from "../ffprobe-json.ts";

const HDR10_PLUS = /2094-40|HDR10\+/;

/**
 * The light that the stream declares; null where it declares none. `inFrames` is the side data of
 * the first frames, null where none was decoded.
 */
export function hdrFactsOf(
  stream: ProbedStream,
  inFrames: readonly SideData[] | null,
): HdrFacts | null {
  const data = [...(stream.side_data_list ?? []), ...(inFrames ?? [])];
  const display = data.find((entry) => entry.max_luminance !== undefined);
  const light = data.find((entry) => entry.max_content !== undefined);
  const dolby = data.find((entry) => entry.dv_profile !== undefined);
  const hdr10Plus = data.some((entry) => HDR10_PLUS.test(entry.side_data_type ?? ""));
  const high = stream.color_transfer === "smpte2084" || stream.color_transfer === "arib-std-b67";
  if (!high && !display && !light && !dolby && !hdr10Plus) return null;
  return {
    masteringDisplay: display ? masteringDisplay(display) : null,
    // Zero stands for unknown (CTA-861.3).
    maxContentLight: light?.max_content || null,
    maxFrameAverageLight: light?.max_average || null,
    hdr10Plus: hdr10Plus || (inFrames === null ? null : false),
    dolbyVision:
      dolby?.dv_profile === undefined
        ? null
        : {
            profile: dolby.dv_profile,
            level: dolby.dv_level ?? null,
            compatibility: dolby.dv_bl_signal_compatibility_id ?? null,
            rpu: flag(dolby.rpu_present_flag),
            enhancementLayer: flag(dolby.el_present_flag),
            baseLayer: flag(dolby.bl_present_flag),
          },
  };
}

function masteringDisplay(data: SideData): HdrFacts["masteringDisplay"] {
  const red = point(data.red_x, data.red_y);
  const green = point(data.green_x, data.green_y);
  const blue = point(data.blue_x, data.blue_y);
  const white = point(data.white_point_x, data.white_point_y);
  const [minLuminance, maxLuminance] = [fraction(data.min_luminance), fraction(data.max_luminance)];
  if (!red || !green || !blue || !white) return null;
  if (minLuminance === null || maxLuminance === null) return null;
  return { red, green, blue, white, minLuminance, maxLuminance };
}

function point(x: string | undefined, y: string | undefined): { x: number; y: number } | null {
  const [right, up] = [fraction(x), fraction(y)];
  return right === null || up === null ? null : { x: right, y: up };
}

/** ffprobe's fraction, such as `34000/50000`. */
function fraction(text: string | undefined): number | null {
  const [, numerator, divisor] = /^(\d+)\/([1-9]\d*)$/.exec(text ?? "") ?? [];
  const value = numerator && divisor ? Number(numerator) / Number(divisor) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

function flag(value: number | undefined): boolean | null {
  return value === undefined ? null : value !== 0;
}
