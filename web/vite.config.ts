import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";

// What the build depends on. web/embed_test.go hashes the same files the same way.
const inputs = ["src", "index.html", "package.json", "package-lock.json", "svelte.config.js", "tsconfig.json", "vite.config.ts"];

function files(path: string): string[] {
  try {
    return readdirSync(path).flatMap((name) => files(join(path, name)));
  } catch {
    return [path];
  }
}

// recordSources writes dist/sources.sha256, by which a test that has no Node
// knows that the build is of these sources.
function recordSources(): Plugin {
  return {
    name: "record-sources",
    closeBundle() {
      const hash = createHash("sha256");
      for (const path of inputs.flatMap(files).map((p) => p.replaceAll("\\", "/")).sort()) {
        const text = readFileSync(path);
        hash.update(`${path}\0${text.length}\0`).update(text);
      }
      writeFileSync("dist/sources.sha256", hash.digest("hex") + "\n");
    },
  };
}

export default defineConfig({
  plugins: [svelte(), recordSources()],
  base: "/",
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the page's policy allows no data: in scripts and styles
    chunkSizeWarningLimit: 900,
    reportCompressedSize: true,
  },
});
