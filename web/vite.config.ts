// Builds the page into web/dist, which the Worker serves. In development the API and its socket are
// passed on to the Worker, so that the page has one origin there as well.

import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";

const here = new URL(".", import.meta.url).pathname;

export default defineConfig(({ mode }) => {
  const { PORT = "8787" } = loadEnv(mode, here, "PORT");
  return {
    root: here,
    plugins: [react()],
    build: {
      outDir: "dist",
      emptyOutDir: true,
      target: "es2022",
      modulePreload: { polyfill: false },
      // A file inlined as data: would need a hole in the content security policy.
      assetsInlineLimit: 0,
      // hls.js is one file of that size, loaded when a running enhancement is watched.
      chunkSizeWarningLimit: 700,
    },
    server: { proxy: { "/v1": { target: `http://127.0.0.1:${PORT}`, ws: true } } },
  };
});
