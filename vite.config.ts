import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const OUT = "siantar/faces/frame/static/built";
const ICON = "frontend/icons/icon.svg";

/** The icon of every page; pages and web app manifests find it in the manifest like the rest. */
const icon: Plugin = {
  name: "icon",
  generateBundle() {
    this.emitFile({ type: "asset", name: "icon.svg", originalFileName: ICON, source: readFileSync(ICON) });
  },
};

const NAMES = "frontend/icons/names.json";

/** The icons that pages name (Lucide, ISC): the drawing inside each, for templates to put in place. */
const icons: Plugin = {
  name: "icons",
  generateBundle() {
    const drawn = JSON.parse(readFileSync(NAMES, "utf8")).map((name: string) => [name, drawing(name)]);
    const source = JSON.stringify(Object.fromEntries(drawn));
    this.emitFile({ type: "asset", name: "icons.json", originalFileName: NAMES, source });
  },
};

/** `import drawing from "icon:phone"` is the drawing inside that icon, for scripts that put it in place. */
const drawings: Plugin = {
  name: "drawings",
  resolveId: (source) => (source.startsWith("icon:") ? `\0${source}` : undefined),
  load: (id) => (id.startsWith("\0icon:") ? `export default ${JSON.stringify(drawing(id.slice(6)))}` : undefined),
};

function drawing(name: string): string {
  const svg = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
  return svg
    .replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

const REGIONS = "siantar/directory/built";

/** All regions of Indonesia with their Kemendagri codes (idn-area-data, ODbL), the larger first: code, ..., name a line. */
const regions: Plugin = {
  name: "regions",
  closeBundle() {
    const levels = ["provinces", "regencies", "districts", "villages"].map(withoutHeading);
    mkdirSync(REGIONS, { recursive: true });
    writeFileSync(join(REGIONS, "regions.csv.gz"), gzipSync(levels.join(""), { level: 9 }));
  },
};

const withoutHeading = (level: string): string =>
  readFileSync(`node_modules/idn-area-data/data/${level}.csv`, "utf8").replace(/^.*\n/, "");

/** Compressed twins beside every file that shrinks: the server picks one by itself. */
const twins: Plugin = {
  name: "twins",
  closeBundle() {
    for (const name of readdirSync(OUT).filter((file) => /\.(js|css|svg|wasm)$/.test(file))) {
      const file = join(OUT, name);
      const content = readFileSync(file);
      writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
      writeFileSync(`${file}.br`, brotliCompressSync(content));
    }
  },
};

export default defineConfig({
  base: "/static/built/",
  publicDir: false,
  plugins: [icon, icons, drawings, twins, regions],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2020",
    cssTarget: ["chrome99", "firefox97", "safari15.4"], // the first with cascade layers
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: {
      input: [
        "frontend/public/track.ts",
        "frontend/public/accessibility_first.ts",
        "frontend/public/letter_check.ts",
        "frontend/public/letter_desk.ts",
        "frontend/public/letter_sw.ts",
        "frontend/public/sw.ts",
        "frontend/frame/find.ts",
        "frontend/frame/help.ts",
        "frontend/frame/hand.ts",
        "frontend/frame/left.ts",
        "frontend/frame/parts.ts",
        "frontend/counter/counter.ts",
        "frontend/counter/reprint.ts",
        "frontend/backoffice/work_list.ts",
        "frontend/backoffice/file.ts",
        "frontend/letters/text.ts",
        "frontend/reports/wall.ts",
        "frontend/scan/scan.ts",
        "frontend/scan/taker.ts",
        "frontend/scan/look_up.ts",
        "frontend/scan/scanner.ts",
        "frontend/dispatch/app.ts",
        "frontend/courier/app.ts",
        "frontend/courier/sw.ts",
        "frontend/styles/office.css",
        "frontend/styles/parts_page.css",
        "frontend/styles/public.css",
        "frontend/styles/resident.css",
        "frontend/styles/voice.css",
      ],
      output: {
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
      },
    },
  },
});
