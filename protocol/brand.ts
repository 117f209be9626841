// What the major brand of an MP4 or QuickTime file stands for. Pure.

/** In MediaInfo's words, such as `Base Media / Version 2`; null without a brand. */
export function profileOfBrand(brand: string | null): string | null {
  if (brand === null) return null;
  if (brand === "qt  ") return "QuickTime";
  if (brand === "mp42") return "Base Media / Version 2";
  return brand.startsWith("3g") ? "3GPP Media Release" : "Base Media";
}
