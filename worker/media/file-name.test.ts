// Names under which browsers save files.

import { describe, expect, it } from "vitest";
import { contentDisposition } from "./file-name.ts";

describe("Content-Disposition", () => {
  it.each([
    ["clip.mp4", 'attachment; filename="clip.mp4"'],
    ['a"b\\c%41.mp4', `attachment; filename="a_b_c_41.mp4"; filename*=UTF-8''a%22b%5Cc%2541.mp4`],
    ["Größe.mov", `attachment; filename="Gr__e.mov"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.mov`],
    ["it's (1)*.mp4", `attachment; filename="it's (1)*.mp4"`],
    ["é'()*.mp4", `attachment; filename="_'()*.mp4"; filename*=UTF-8''%C3%A9%27%28%29%2A.mp4`],
    ["page.html", 'attachment; filename="page.html.mp4"'],
    ["setup.exe", 'attachment; filename="setup.exe.mp4"'],
    ["video", 'attachment; filename="video.mp4"'],
  ])("%s", (name, header) => {
    expect(contentDisposition("attachment", name, "video/mp4")).toBe(header);
  });

  it("can always be sent as a header", () => {
    const name = `${String.fromCharCode(...Array(300).keys())}\u2028🎬\ud800`;
    const headers = new Headers();
    headers.set("content-disposition", contentDisposition("inline", name, "video/webm"));
    expect(headers.get("content-disposition")).toMatch(/^inline; filename="/);
  });
});
