/** Whose result a run shows that had nothing to compute. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { canonicalJson } from "../../dag/canonical.ts"
import type { StoreError } from "../../dag/errors.ts"
import type { Plan } from "../../dag/Plan.ts"
import type { Outcome } from "../../dag/Run.ts"
import { Store } from "../../dag/store/Store.ts"

/**
 * The run that computed the last of these files, if it had them all; null where something ran, or where no one run had this result
 * (its parts may come from several). A run that points on leads to the first of them, since it computed nothing.
 *
 * @param files content hash of each file
 */
export const resultOf = (
  plan: Plan,
  { nodes, status }: Outcome,
  files: Readonly<Record<string, string>>,
): Effect.Effect<string | null, StoreError, Store> =>
  Effect.gen(function* () {
    if (status !== "done" || nodes.some(({ fate }) => fate !== "cached")) return null
    const store = yield* Store
    const keys = new Map(nodes.map(({ id, key }) => [id, key]))
    const targets = Object.values(plan.graph.targets).map(({ node }) => keys.get(node.id))
    const makers = yield* Effect.forEach(targets, (key) =>
      key === undefined || key === null
        ? Effect.undefined
        : Effect.map(store.result(key), (row) => row?.runId),
    )
    // ids begin with the time, so the last is the greatest
    const last = makers
      .filter((runId) => runId !== undefined)
      .sort()
      .at(-1)
    const run = last === undefined ? undefined : yield* store.run(last)
    return run !== undefined && filesIn(run.facts) === canonicalJson(files) ? run.runId : null
  })

const Facts = Schema.fromJsonString(
  Schema.Struct({ files: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)) }),
)

function filesIn(facts: string): string | undefined {
  const decoded = Schema.decodeUnknownResult(Facts)(facts)
  return decoded._tag === "Success" && decoded.success.files !== undefined
    ? canonicalJson(decoded.success.files)
    : undefined
}
