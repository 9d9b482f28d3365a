/**
 * Clears what no kept run needs. Processes that compute meanwhile lose nothing: what they stored is kept, and results
 * that they found and that go after all are computed again.
 */
import type { StoredResult } from "../Catalogue.ts"
import type { StoreParts } from "../parts.ts"
import { contentsOf, type Holdings, type KeepRule, runsToKeep } from "./needs.ts"

export interface Collected {
  readonly dropped: Amount & { readonly runs: number; readonly leftovers: number }
  readonly kept: Amount & { readonly runs: number }
  /** results that go, by node and the run that computed them */
  readonly results: ReadonlyArray<{ readonly node: string; readonly runId: string }>
  /** bytes above the budget that runs which must stay need; 0 without a budget */
  readonly overBudgetBytes: number
  /** processes that computed meanwhile */
  readonly processes: number
}

export interface Amount {
  readonly results: number
  readonly values: number
  readonly objects: number
  readonly bytes: number
}

export function collect(parts: StoreParts, rule: KeepRule, isDryRun: boolean): Collected {
  const { catalogue, files } = parts
  const { inventory } = catalogue
  // alone, so that nothing is stored between the look and the clearing
  const { plan, holdings } = inventory.alone(() => {
    const found = holdingsOf(parts)
    const planned = planOf(parts, found, rule)
    if (!isDryRun) inventory.remove([...planned.keys], [...planned.contents])
    return { plan: planned, holdings: found }
  })
  const staying = holdings.values.filter(({ content }) => !plan.contents.has(content))
  const needed = new Set(staying.flatMap(({ objects }) => objects.map(({ hash }) => hash)))
  const going = files.all().filter(({ hash }) => !needed.has(hash))
  const leftovers = files.leftovers(isRunning)
  if (!isDryRun) {
    // alone again: a value that is being stored has its row after its objects, and looks for them once more after that
    inventory.alone(() => {
      const named = new Set(inventory.values().flatMap(({ objects }) => objects.map(({ hash }) => hash)))
      for (const { hash } of going) if (!named.has(hash)) files.remove(hash)
    })
    for (const { remove } of leftovers) remove()
    if (plan.processes === 0 && plan.keys.size > 0) inventory.shrink()
  }
  const objects = new Map(staying.flatMap((value) => value.objects.map(({ hash, bytes }) => [hash, bytes])))
  const keptBytes = sum([...objects.values()]) + sum(staying.map(({ inlineBytes }) => inlineBytes))
  const dropped = holdings.values.filter(({ content }) => plan.contents.has(content))
  return {
    dropped: {
      runs: holdings.runs.length - plan.keptRuns.size,
      results: plan.keys.size,
      values: plan.contents.size,
      objects: going.length,
      leftovers: leftovers.length,
      bytes:
        sum([...going, ...leftovers].map(({ bytes }) => bytes)) +
        sum(dropped.map(({ inlineBytes }) => inlineBytes)),
    },
    kept: {
      runs: plan.keptRuns.size,
      results: holdings.results.length - plan.keys.size,
      values: staying.length,
      objects: objects.size,
      bytes: keptBytes,
    },
    results: holdings.results
      .filter(({ key }) => plan.keys.has(key))
      .map(({ nodeId, runId }) => ({ node: nodeId, runId })),
    overBudgetBytes: rule.maxBytes === undefined ? 0 : Math.max(0, keptBytes - rule.maxBytes),
    processes: plan.processes,
  }
}

const holdingsOf = ({ catalogue }: StoreParts): Holdings => ({
  runs: catalogue.runs(),
  runKeys: catalogue.inventory.runKeys(),
  results: catalogue.inventory.results(),
  values: catalogue.inventory.values(),
})

interface CollectPlan {
  readonly keptRuns: ReadonlySet<string>
  /** of results that go */
  readonly keys: ReadonlySet<string>
  /** of values that go */
  readonly contents: ReadonlySet<string>
  readonly processes: number
}

function planOf({ catalogue, owners }: StoreParts, holdings: Holdings, rule: KeepRule): CollectPlan {
  const atWork = catalogue.leases.owners().filter(({ owner }) => {
    if (owners.isAlive(owner)) return true
    catalogue.leases.strikeOff(owner)
    return false
  })
  const keptRuns = runsToKeep(holdings, rule)
  const inLedger = new Set(holdings.runs.map(({ runId }) => runId))
  const wanted = new Set(holdings.runKeys.flatMap(({ runId, key }) => (keptRuns.has(runId) ? [key] : [])))
  /** of a run that has not ended */
  const isUnderWay = ({ runId }: StoredResult): boolean => atWork.length > 0 && !inLedger.has(runId)
  const staying = holdings.results.filter((result) => wanted.has(result.key) || isUnderWay(result))
  const needed = new Set(staying.flatMap(contentsOf))
  const young = Math.min(Infinity, ...atWork.map(({ lastValue }) => lastValue))
  const stays = new Set(staying.map(({ key }) => key))
  return {
    keptRuns,
    keys: new Set(holdings.results.flatMap(({ key }) => (stays.has(key) ? [] : [key]))),
    contents: new Set(
      holdings.values.flatMap(({ content, seq }) => (needed.has(content) || seq > young ? [] : [content])),
    ),
    processes: atWork.length,
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((a, b) => a + b, 0)
