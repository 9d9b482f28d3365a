/** The worker thread of workers.test.ts. */
import type { Definition } from "../../../src/dag/Node.ts"
import { serve } from "../../../src/dag/workers/serve.ts"

serve(async (definition) => {
  const module: object = await import("./heavyNodes.ts")
  return Object.values(module)
    .filter((exported): exported is Definition => typeof exported === "function" && "spec" in exported)
    .map(({ spec }) => spec)
    .find(({ name }) => name === definition)
})
