// The invariants (docs/invariants.md) of many random studies, with a fresh seed, which is printed so that a failure can be repeated.
//
//   SAGE_INVARIANTS_SEED=42 SAGE_INVARIANTS_SHARE=0.2 npm run invariants     a fifth of the work, with that seed
import { randomInt } from "node:crypto"
import { standIn } from "./run-node.mjs"

const seed = process.env.SAGE_INVARIANTS_SEED ?? String(randomInt(2 ** 31))
const share = process.env.SAGE_INVARIANTS_SHARE ?? "1"
console.log(`Invariants: SAGE_INVARIANTS_SEED=${seed} SAGE_INVARIANTS_SHARE=${share}`)
standIn(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--project", "invariants", ...process.argv.slice(2)],
  { env: { ...process.env, SAGE_INVARIANTS_SEED: seed, SAGE_INVARIANTS_SHARE: share } },
)
