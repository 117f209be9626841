// Saves bytes that the page holds as a file, as if a link to them had been followed.

/** The browser has read the address when the click returns; a minute spares slow ones a race. */
const KEPT_MS = 60_000;

export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
