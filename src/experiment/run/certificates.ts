/** Which code of a graph has passed its laws (docs/audit.md). */
import * as Effect from "effect/Effect"
import type { StoreError } from "../../dag/errors.ts"
import type { Plan } from "../../dag/Plan.ts"
import { Store } from "../../dag/store/Store.ts"

/** Code fingerprints by definition, of those that are certified. */
export type Certificates = Readonly<Record<string, string>>

export const certificatesOf = (plan: Plan): Effect.Effect<Certificates, StoreError, Store> =>
  Effect.gen(function* () {
    const store = yield* Store
    const found: Record<string, string> = {}
    for (const { id, node } of plan.graph.nodes) {
      const { fingerprint } = plan.identities.get(id)!.code
      if (found[node.spec.name] === undefined && (yield* store.certificate(fingerprint)) !== undefined)
        found[node.spec.name] = fingerprint
    }
    return found
  })
