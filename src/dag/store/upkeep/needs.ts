/** What runs of the ledger need: results, their values, and the objects in which those lie. */
import type { StoredResult, StoredValue } from "../Catalogue.ts"

export interface LedgerRun {
  readonly runId: string
  readonly name: string
}

export interface Holdings {
  /** oldest first */
  readonly runs: ReadonlyArray<LedgerRun>
  readonly runKeys: ReadonlyArray<{ readonly runId: string; readonly key: string }>
  readonly results: ReadonlyArray<StoredResult>
  readonly values: ReadonlyArray<StoredValue>
}

export interface KeepRule {
  /** newest runs of each name that are kept; undefined = all */
  readonly keepRuns: number | undefined
  /** runs that are kept whatever their age, by the beginning of their ids */
  readonly named: ReadonlyArray<string>
  /** runs go, oldest first, until what is left is no larger; the newest of each name and the named ones stay */
  readonly maxBytes: number | undefined
}

/** Ids of the runs whose results stay. */
export function runsToKeep(holdings: Holdings, rule: KeepRule): ReadonlySet<string> {
  const kept = new Set(holdings.runs.map(({ runId }) => runId))
  const isNamed = ({ runId }: LedgerRun): boolean => rule.named.some((start) => runId.startsWith(start))
  const ages = agesOf(holdings.runs)
  for (const run of holdings.runs) {
    if (rule.keepRuns !== undefined && ages.get(run.runId)! >= rule.keepRuns && !isNamed(run))
      kept.delete(run.runId)
  }
  if (rule.maxBytes === undefined) return kept
  const sizes = new Sizes(holdings, kept)
  for (const run of holdings.runs) {
    if (sizes.bytes <= rule.maxBytes) break
    if (!kept.has(run.runId) || ages.get(run.runId) === 0 || isNamed(run)) continue
    kept.delete(run.runId)
    sizes.drop(run.runId)
  }
  return kept
}

/** How many later runs there are of the same name. */
function agesOf(runs: ReadonlyArray<LedgerRun>): ReadonlyMap<string, number> {
  const seen = new Map<string, number>()
  return new Map(
    runs.toReversed().map(({ runId, name }) => {
      const age = seen.get(name) ?? 0
      seen.set(name, age + 1)
      return [runId, age]
    }),
  )
}

export const contentsOf = ({ outputs, states }: StoredResult): ReadonlyArray<string> => [
  ...Object.values(outputs),
  ...states.map(({ content }) => content),
]

/** Bytes that some runs need together, as runs are dropped one by one. */
class Sizes {
  bytes = 0
  private readonly uses = new Map<string, number>()
  private readonly parts = new Map<string, ReadonlyArray<readonly [id: string, bytes: number]>>()

  constructor({ runKeys, results, values }: Holdings, kept: ReadonlySet<string>) {
    const byKey = new Map(results.map((result) => [result.key, result]))
    const byContent = new Map(values.map((value) => [value.content, value]))
    for (const { runId, key } of runKeys) {
      const result = byKey.get(key)
      if (!kept.has(runId) || result === undefined) continue
      const parts = contentsOf(result).flatMap((content) => partsOf(byContent.get(content)))
      this.parts.set(runId, [...(this.parts.get(runId) ?? []), ...parts])
    }
    for (const parts of this.parts.values()) {
      for (const [id, bytes] of parts) {
        const uses = this.uses.get(id) ?? 0
        this.uses.set(id, uses + 1)
        if (uses === 0) this.bytes += bytes
      }
    }
  }

  drop(runId: string): void {
    for (const [id, bytes] of this.parts.get(runId) ?? []) {
      const uses = this.uses.get(id)! - 1
      this.uses.set(id, uses)
      if (uses === 0) this.bytes -= bytes
    }
  }
}

const partsOf = (value: StoredValue | undefined): ReadonlyArray<readonly [string, number]> =>
  value === undefined
    ? []
    : [
        [value.content, value.inlineBytes],
        ...value.objects.map(({ hash, bytes }): [string, number] => [hash, bytes]),
      ]
