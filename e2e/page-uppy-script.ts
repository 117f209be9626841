// The script of a page that uploads with Uppy, as its documentation has it. What was chosen waits
// until the test says `upload`; `window.uppy` is how the test presses its buttons.

import Uppy from "@uppy/core";
import Tus from "@uppy/tus";

declare global {
  interface Window {
    uppy: Uppy;
  }
}

const { searchParams } = new URL(location.href);

window.uppy = new Uppy({ autoProceed: false }).use(Tus, {
  endpoint: `${searchParams.get("api")}/v1/uploads`,
  headers: { Authorization: `Bearer ${searchParams.get("token")}` },
  chunkSize: 8 * 1024 * 1024,
});
window.uppy.setMeta({ settings: JSON.stringify({ mode: "off" }) });

document.querySelector("input")?.addEventListener("change", ({ currentTarget }) => {
  if (!(currentTarget instanceof HTMLInputElement)) return;
  for (const file of currentTarget.files ?? []) {
    window.uppy.addFile({ name: file.name, type: file.type, data: file });
  }
});
