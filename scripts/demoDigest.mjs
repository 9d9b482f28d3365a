// Prints the SHA-256 of the demo market's bars and truth as this Node makes them: any Node, any machine should agree.
//
//   node scripts/demoDigest.mjs [SEED ...]        (default: the shipped seed and 7)
import { rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { build } from "esbuild"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bundle = join(tmpdir(), `sage-demo-digest-${process.pid}.mjs`)

await build({
  stdin: {
    contents: `export { digest } from "./test/pipeline/data/demo/digest.ts"
      export { shippedSeed } from "./src/pipeline/data/demo/shippedSeed.ts"`,
    resolveDir: root,
  },
  outfile: bundle,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "error",
})

try {
  const { digest, shippedSeed } = await import(pathToFileURL(bundle).href)
  const seeds = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [shippedSeed, 7]
  for (const seed of seeds) console.log(JSON.stringify({ node: process.version, seed, ...digest(seed) }))
} finally {
  rmSync(bundle, { force: true })
}
