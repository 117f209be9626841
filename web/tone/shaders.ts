// What the graphics processor does to each pixel, as GLSL ES 3.00: RGB to the limited range's luma
// and chroma in codes of 8 bit, the tone's tables, and back. The same steps as the transcoder's filters.

/** One triangle that covers the picture. The first row of what was uploaded is on top. */
export const VERTEX = `#version 300 es
out vec2 place;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0;
  place = vec2(corner.x, 1.0 - corner.y);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

export const FRAGMENT = `#version 300 es
precision highp float;
precision highp sampler2D;
uniform sampler2D picture;
/** Red holds the table of luma, green that of blue's chroma, blue that of red's. */
uniform sampler2D tables;
/** Of red and blue in luma. */
uniform vec2 weights;
/** Codes of the tables' depth for one of 8 bit. */
uniform float unit;
/** What blue's and red's chroma are moved by where luma is 0, and where it is full, in shares. */
uniform vec2 atBlack;
uniform vec2 atWhite;
/** True for the picture as it is. */
uniform bool kept;
in vec2 place;
out vec4 shown;

vec3 entry(float code) {
  return texelFetch(tables, ivec2(int(clamp(code, 0.0, 256.0 * unit - 1.0)), 0), 0).rgb;
}

/** Chroma lies between codes, since each pixel's was drawn from several. */
vec3 between(float code) {
  return mix(entry(floor(code)), entry(floor(code) + 1.0), fract(code));
}

void main() {
  vec3 rgb = texture(picture, place).rgb;
  if (kept) {
    shown = vec4(rgb, 1.0);
    return;
  }
  float green = 1.0 - weights.x - weights.y;
  float level = dot(rgb, vec3(weights.x, green, weights.y));
  vec2 scale = 2.0 * (1.0 - weights.yx);
  float luma = floor(16.0 + 219.0 * level + 0.5) * unit;
  vec2 chroma = (128.0 + 224.0 * (rgb.br - level) / scale) * unit;

  float full = 256.0 * unit - 1.0;
  chroma += full * mix(atBlack, atWhite, luma / full);
  float toned = (entry(luma).r / unit - 16.0) / 219.0;
  vec2 distance = vec2(between(chroma.x).g, between(chroma.y).b) / unit - 128.0;

  vec2 blueRed = toned + distance / 224.0 * scale;
  float rest = (toned - weights.x * blueRed.y - weights.y * blueRed.x) / green;
  shown = vec4(blueRed.y, rest, blueRed.x, 1.0);
}`;
