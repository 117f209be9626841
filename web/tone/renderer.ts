// Draws a picture with a tone, on the graphics processor, by the tables that the transcoder's filters
// have. One hidden canvas serves all pictures of a page: browsers allow few such contexts. What it has
// drawn is handed on as a bitmap, which costs no copy through the main memory.

import type { Tone } from "../../protocol/enhancement.ts";
import { isBalanced, needsTenBits, toneTables, whiteBalanceOf } from "../../protocol/tone.ts";
import type { Weights } from "./matrix.ts";
import { FRAGMENT, VERTEX } from "./shaders.ts";

/** How a film's codes are to be read. */
export type Coding = { weights: Weights; bitDepth: number };

export type ToneRenderer = {
  /** The picture with the tone, or as it is for null, of the picture's size. */
  draw(picture: HTMLCanvasElement, tone: Tone | null, coding: Coding): ImageBitmap;
  release(): void;
};

/**
 * Null where there is no WebGL 2. `onLost` hears when the browser takes the context away: what is
 * drawn from then on is empty.
 */
export function createToneRenderer(onLost: () => void): ToneRenderer | null {
  if (!("OffscreenCanvas" in window)) return null;
  const canvas = new OffscreenCanvas(1, 1);
  const gl = canvas.getContext("webgl2", { alpha: false, antialias: false, depth: false });
  if (!gl) return null;
  const program = compiled(gl);
  if (!program) return null;
  canvas.addEventListener("webglcontextlost", onLost);
  const uniform = (name: string) => gl.getUniformLocation(program, name);
  const [weights, unit, kept] = [uniform("weights"), uniform("unit"), uniform("kept")];
  const [atBlack, atWhite] = [uniform("atBlack"), uniform("atWhite")];
  const [pictureTexture, tablesTexture] = [texture(gl, gl.LINEAR), texture(gl, gl.NEAREST)];
  // biome-ignore lint/correctness/useHookAtTopLevel: no hook of React, whatever its name.
  gl.useProgram(program);
  gl.uniform1i(uniform("picture"), 0);
  gl.uniform1i(uniform("tables"), 1);

  /** The tables and how chroma moves before them, where the graphics processor finds them. */
  function prepare(gl: WebGL2RenderingContext, tone: Tone, coding: Coding) {
    const bits = needsTenBits([tone], coding.bitDepth) ? 10 : 8;
    const { blue, red } = whiteBalanceOf(tone);
    // The balance adds half a code of 8 bit, since its filter cuts off fractions. Here none are.
    const half = 0.5 / (2 ** bits - 1);
    const spots = isBalanced(tone)
      ? [blue.black, red.black, blue.white, red.white].map((spot) => spot - half)
      : [0, 0, 0, 0];
    gl.uniform2f(weights, coding.weights.red, coding.weights.blue);
    gl.uniform1f(unit, 2 ** (bits - 8));
    gl.uniform2fv(atBlack, spots.slice(0, 2));
    gl.uniform2fv(atWhite, spots.slice(2));
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, tablesTexture);
    const texels = texelsOf(tone, bits);
    const entries = texels.length / 4;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, entries, 1, 0, gl.RGBA, gl.FLOAT, texels);
  }

  return {
    draw(picture, tone, coding) {
      const { width, height } = picture;
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      gl.viewport(0, 0, width, height);
      gl.uniform1i(kept, tone === null ? 1 : 0);
      if (tone !== null) prepare(gl, tone, coding);
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, pictureTexture);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, picture);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
      return canvas.transferToImageBitmap();
    },
    release() {
      canvas.removeEventListener("webglcontextlost", onLost);
      gl.getExtension("WEBGL_lose_context")?.loseContext();
    },
  };
}

/** The tables side by side: one texel for each code. */
function texelsOf(tone: Tone, bits: 8 | 10): Float32Array<ArrayBuffer> {
  const { luma, blue, red } = toneTables(tone, bits);
  const texels = new Float32Array(luma.length * 4);
  for (const [at, code] of luma.entries()) texels.set([code, blue[at] ?? 0, red[at] ?? 0], at * 4);
  return texels;
}

function texture(gl: WebGL2RenderingContext, filter: number): WebGLTexture {
  const made = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, made);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, filter);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return made;
}

/** Null where the browser's driver does not take the shaders. */
function compiled(gl: WebGL2RenderingContext): WebGLProgram | null {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind);
    if (!shader) return null;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) === true ? program : null;
}
