import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const FONT = "node_modules/@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2";

/** The type of the staff pages, served by ourselves. */
const font: Plugin = {
  name: "font",
  generateBundle() {
    this.emitFile({ type: "asset", fileName: "plus-jakarta-sans.woff2", source: readFileSync(FONT) });
  },
};

const OUT = "siantar/faces/frame/static/built";
const STYLES = ["siantar/faces/frame/static/frame/siantar.css", "siantar/faces/frame/static/frame/track.css"];

/** A compressed twin beside every file that shrinks: the server picks it by itself. */
const twins: Plugin = {
  name: "twins",
  closeBundle() {
    const built = readdirSync(OUT).filter((name) => /\.(js|css|wasm)$/.test(name)).map((name) => join(OUT, name));
    for (const file of [...built, ...STYLES]) writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
  },
};

// Entries keep their names: Django's static files give them their hashes.
export default defineConfig({
  base: "/static/built/",
  publicDir: false,
  plugins: [font, twins],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: "es2020",
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    modulePreload: false,
    rollupOptions: {
      input: {
        track: "frontend/track.ts",
        track_sw: "frontend/track_sw.ts",
        eyes: "frontend/eyes.ts",
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
