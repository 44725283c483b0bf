import { readdirSync } from "node:fs";
import { defineConfig } from "vite";

const TESTS = "frontend/tests";

// Node 20 does not read TypeScript: the tests are built first, then run by `node --test`.
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    outDir: "node_modules/.tests",
    emptyOutDir: true,
    target: "node20",
    minify: false,
    rollupOptions: {
      input: readdirSync(TESTS)
        .filter((name) => name.endsWith(".test.ts"))
        .map((name) => `${TESTS}/${name}`),
      output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name].js" },
    },
  },
});
