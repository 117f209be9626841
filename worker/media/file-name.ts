// The name under which a browser saves a file. Names come from strangers: what is saved always ends
// like the video it is, so that opening it starts a player and nothing else.

const VIDEO_NAME =
  /\.(mp4|m4v|m4a|m4b|mov|qt|3gp|3g2|mj2|f4v|mkv|mka|webm|avi|divx|ts|mts|m2ts|m2t|trp|mpe?g|vob|mod|tod|flv|og[gvmx]|asf|wmv)$/i;

const ENDINGS: Record<string, string> = {
  "video/mp4": ".mp4",
  "video/webm": ".mkv",
  "video/x-msvideo": ".avi",
  "video/mp2t": ".ts",
  "video/mpeg": ".mpg",
  "video/x-flv": ".flv",
  "video/ogg": ".ogv",
  "video/x-ms-asf": ".wmv",
};

/**
 * The Content-Disposition of a file (RFC 6266): the name in ASCII for old clients and, where that
 * loses something, once more as RFC 8187 spells all of Unicode.
 */
export function contentDisposition(
  kind: "inline" | "attachment",
  filename: string,
  contentType: string,
): string {
  const name = VIDEO_NAME.test(filename) ? filename : filename + (ENDINGS[contentType] ?? "");
  const ascii = name.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  const plain = `${kind}; filename="${ascii}"`;
  return ascii === name ? plain : `${plain}; filename*=UTF-8''${extended(name)}`;
}

/** encodeURIComponent leaves `!'()*` as they are; RFC 8187 wants the quote and those encoded. */
function extended(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
