// What the name of a pixel format says (libavutil/pixdesc.c). Pure.

/**
 * Names that end in their bits: yuv420p10, gbrap12, gray10, ya16, p010, p210, y210, x2rgb10, xyz12.
 */
const DEEP = /^(?:.*p|gray|ya|[py][024]|x2rgb|x2bgr|xyz)(9|10|12|14|16)$/;
const EIGHT_BIT =
  /^(yuv[aj]?4\d\dp|(uyvy|yuyv|yvyu)422|nv(12|16|21|24|42)|gbra?p|gray|ya8|(rgb|bgr)(24|0|a)|0rgb|0bgr|argb|abgr|pal8)$/;
const SIXTEEN_BIT = /^(rgb48|bgr48|rgba64|bgra64|ayuv64)$/;
const ALPHA = /^(yuva|gbrap|rgba|bgra|argb|abgr|ya8|ya16|ayuv)/;

/** Chroma by the planes' names, and by the first digit of p010, p210, p410 and y210. */
const PLANAR = /^yuv[aj]?4(\d)(\d)p/;
const SUBSAMPLED: readonly [RegExp, string][] = [
  [/^(nv12|nv21|p0\d\d)/, "4:2:0"],
  [/^(nv16|nv20|p2\d\d|y2\d\d|uyvy422|yuyv422|yvyu422)/, "4:2:2"],
  [/^(nv24|nv42|p4\d\d|ayuv|vuya|vuyx|xv)/, "4:4:4"],
  [/^uyyvyy411/, "4:1:1"],
  [/^(gray|ya8|ya16|monow|monob)/, "4:0:0"],
  [/^(gbr|rgb|bgr|argb|abgr|0rgb|0bgr|x2rgb|x2bgr|pal8|bgr)/, "4:4:4"],
];

/** Bits of one sample; null where the name does not tell. */
export function bitsOfPixel(pixelFormat: string): number | null {
  const format = withoutEnd(pixelFormat);
  const depth = DEEP.exec(format)?.[1];
  if (depth) return Number(depth);
  if (SIXTEEN_BIT.test(format)) return 16;
  return EIGHT_BIT.test(format) ? 8 : null;
}

/** `4:2:0` and the like; `4:4:4` for RGB, `4:0:0` for grey; null where the name does not tell. */
export function chromaOfPixel(pixelFormat: string): string | null {
  const [, horizontal, vertical] = PLANAR.exec(pixelFormat) ?? [];
  if (horizontal && vertical) return `4:${horizontal}:${vertical}`;
  return SUBSAMPLED.find(([names]) => names.test(pixelFormat))?.[1] ?? null;
}

export function isAlphaPixel(pixelFormat: string): boolean {
  return ALPHA.test(pixelFormat);
}

function withoutEnd(pixelFormat: string): string {
  return pixelFormat.replace(/[lb]e$/, "");
}
