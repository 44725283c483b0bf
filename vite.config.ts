import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

const FONT = "node_modules/@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2";

/** The type of the staff pages, served by ourselves. */
const font: Plugin = {
  name: "font",
  generateBundle() {
    this.emitFile({ type: "asset", fileName: "plus-jakarta-sans.woff2", source: readFileSync(FONT) });
  },
};

// Entries keep their names: Django's static files give them their hashes.
export default defineConfig({
  base: "/static/built/",
  publicDir: false,
  plugins: [font],
  build: {
    outDir: "siantar/faces/frame/static/built",
    emptyOutDir: true,
    target: "es2020",
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    modulePreload: false,
    rollupOptions: {
      input: {
        track: "frontend/track.ts",
        look_up: "frontend/look_up.ts",
        scan: "frontend/scan.ts",
        counter: "frontend/counter.ts",
        dispatch: "frontend/dispatch/app.ts",
        kurir: "frontend/kurir/app.ts",
        kurir_sw: "frontend/kurir/sw.ts",
      },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name].js",
        assetFileNames: "[name][extname]",
      },
    },
  },
});
