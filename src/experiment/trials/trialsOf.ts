import type { Trials } from "../../domain/Trials.ts"

export interface OwnTrial {
  readonly question: string
  readonly snapshot: string
  readonly config_hash: string
}

/**
 * The other trials of a ledger, each config once, with its latest Sharpe ratio.
 *
 * @param facts question, snapshot, config hash and Sharpe ratio of every run; null where a run has none
 */
export function trialsOf(facts: ReadonlyArray<ReadonlyArray<unknown>>, own: OwnTrial): Trials {
  const ofQuestion = new Map<string, number | null>()
  const onSnapshot = new Map<string, number | null>()
  for (const [question, snapshot, config, sharpe] of facts) {
    if (typeof config !== "string" || config === own.config_hash) continue
    const ratio = typeof sharpe === "number" ? sharpe : null
    if (question === own.question) remember(ofQuestion, config, ratio)
    if (snapshot === own.snapshot) remember(onSnapshot, config, ratio)
  }
  return { question: othersOf(ofQuestion), snapshot: othersOf(onSnapshot) }
}

/** A failed rerun does not take away what an earlier run came to. */
function remember(trials: Map<string, number | null>, config: string, ratio: number | null): void {
  trials.set(config, ratio ?? trials.get(config) ?? null)
}

/** By config hash, so that the order in which trials ran changes nothing. */
function othersOf(trials: ReadonlyMap<string, number | null>): Trials["question"] {
  const sorted = [...trials].sort(([a], [b]) => (a < b ? -1 : 1))
  return { count: sorted.length, sharpes: sorted.flatMap(([, ratio]) => (ratio === null ? [] : [ratio])) }
}
