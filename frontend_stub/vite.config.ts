import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { contracts } from "./build/contracts.ts";
import { classicScript, precompress } from "./build/packaging.ts";

const here = dirname(fileURLToPath(import.meta.url));

export default defineConfig({
  root: here,
  base: "./",
  cacheDir: join(here, "..", "node_modules", ".vite"),
  plugins: [contracts(join(here, "..", "contracts")), classicScript(), precompress()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  server: { proxy: { "/v1": "http://127.0.0.1:8000", "/ipfs": "http://127.0.0.1:8000" } },
  build: {
    target: "es2022",
    modulePreload: false,
    // Split, the styles of a classic script are injected by code, which the content security policy refuses.
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    rolldownOptions: { output: { format: "iife", codeSplitting: false } },
  },
  test: { include: ["tests/**/*.test.ts"] },
});
