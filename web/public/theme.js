// Sets the colours that were chosen on this device before anything is drawn. It stands in a file of
// its own since the page runs no script of its markup; shell/theme.ts writes what is read here.
try {
  const theme = localStorage.getItem("reelight.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // The person keeps this page from storing anything: it looks as the device does.
}
