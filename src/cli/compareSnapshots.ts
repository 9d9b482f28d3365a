/** `sage snapshot diff`: the difference of two snapshots, and what of it touches a run. */
import * as Effect from "effect/Effect"
import { formatIsoDate } from "../kernel/civilDate.ts"
import { diffSnapshots } from "../pipeline/data/diff/diffSnapshots.ts"
import type { SnapshotDiff, SymbolDiff } from "../pipeline/data/diff/SnapshotDiff.ts"
import { SnapshotStore } from "../pipeline/data/SnapshotStore.ts"
import type { ComparedSnapshots, Touched } from "../report/text/snapshotDiff.ts"
import { type RunReads, runReads } from "./runReads.ts"
import { Usage } from "./Usage.ts"

export const compareSnapshots = Effect.fn("compareSnapshots")(function* (
  a: string,
  b: string,
  run: string | undefined,
) {
  if (run === undefined) {
    const { diff } = yield* diffSnapshots(a, b)
    return { ...diff, run: null } satisfies ComparedSnapshots
  }
  const reads = yield* runReads(run)
  const store = yield* SnapshotStore
  const sides = { a: yield* store.manifest(a), b: yield* store.manifest(b) }
  const read = (["a", "b"] as const).find((side) => sides[side].content_hash === reads.dataHash)
  if (read === undefined) return yield* readAnother(reads, a, b)
  const assets = reads.assets ?? sides[read].default_universe
  const { diff, scoped } = yield* diffSnapshots(a, b, [{ assets, last: reads.last, columns: reads.columns }])
  return {
    ...diff,
    run: touchedBy(diff, reads, sides[read].name, assets, scoped[0]!),
  } satisfies ComparedSnapshots
})

const readAnother = ({ runId, snapshot, dataHash }: RunReads, a: string, b: string): Usage =>
  new Usage({
    problem: `Run ${runId} read ${snapshot === null ? "no snapshot" : `${snapshot} with content ${dataHash?.slice(0, 12)}`}, which is neither ${a} nor ${b}.`,
    remedy: "Name the snapshot that it read as one of the two.",
  })

function touchedBy(
  diff: SnapshotDiff,
  reads: RunReads,
  snapshot: string,
  assets: ReadonlyArray<string>,
  symbols: ReadonlyArray<SymbolDiff>,
): Touched {
  const gone = [...diff.gone_symbols, ...diff.new_symbols]
    .map(({ ticker }) => ticker)
    .filter((ticker) => assets.includes(ticker))
  const facts = diff.facts.map(({ path }) => path).filter((path) => concerns(path, assets))
  return {
    run_id: reads.runId,
    snapshot,
    assets,
    until: reads.last === Infinity ? null : formatIsoDate(reads.last),
    columns: reads.columns,
    touched: symbols.length + gone.length + facts.length > 0,
    symbols,
    missing_symbols: gone,
    facts,
  }
}

/** A fact of one asset concerns a run that read it; the universe of others does not, since a run states its own. */
function concerns(path: string, assets: ReadonlyArray<string>): boolean {
  if (path === "default_universe") return false
  const kind = ["sectors", "assets", "membership", "delisted"].find(
    (each) => path === each || path.startsWith(`${each}.`),
  )
  if (kind === undefined || path === kind) return true
  return assets.some((asset) => `${path}.`.startsWith(`${kind}.${asset}.`))
}
