// The long suite: big counts and fuzzing. A fresh seed each time, printed so that a failure can be repeated.
//
//   SAGE_LONG_SEED=42 SAGE_LONG_SHARE=0.05 npm run test:long     a twentieth of the work, with that seed
import { randomInt } from "node:crypto"
import { standIn } from "./run-node.mjs"

const seed = process.env.SAGE_LONG_SEED ?? String(randomInt(2 ** 31))
const share = process.env.SAGE_LONG_SHARE ?? "1"
console.log(`Long suite: SAGE_LONG_SEED=${seed} SAGE_LONG_SHARE=${share}`)
standIn(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--project", "long", ...process.argv.slice(2)],
  {
    env: { ...process.env, SAGE_LONG_SEED: seed, SAGE_LONG_SHARE: share },
  },
)
