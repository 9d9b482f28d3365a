/**
 * Asks every law of one definition, on one or more cases, and gives a verdict for each: how many trials held, why nothing
 * could be tried, or the smallest case that violates it.
 */
import { answerOf } from "./answer.ts"
import { type Case, keysOf, rowsOf } from "./Case.ts"
import { mix, sample } from "./chance.ts"
import { type LawName, lawNames, laws } from "./laws/all.ts"
import type { Law, Probe, Trial } from "./Probe.ts"
import { type Shrunk, shrink } from "./shrink.ts"

export type Verdict =
  | { readonly _tag: "Passed"; readonly trials: number }
  /** `exempt`: the law says nothing about such a node, whatever the data */
  | { readonly _tag: "NotTested"; readonly reason: string; readonly exempt: boolean }
  | { readonly _tag: "Violated"; readonly counterexample: Shrunk }

export type Verdicts = Readonly<Record<LawName, Verdict>>

export interface AuditOptions {
  /** rows at which history is divided, for each case */
  readonly cuts: number
  readonly seed: number
  /** by default all */
  readonly laws?: ReadonlyArray<LawName>
}

export function audit(cases: ReadonlyArray<Case>, options: AuditOptions): Verdicts {
  const wanted = options.laws ?? lawNames
  const verdicts: Partial<Record<LawName, Verdict>> = {}
  for (const name of lawNames) {
    if (!wanted.includes(name)) verdicts[name] = notTested("not asked for")
    else if (verdicts.purity?._tag === "Violated")
      verdicts[name] = notTested("it is no function of its inputs (purity)")
    else verdicts[name] = judge(name, cases, options)
  }
  return verdicts as Verdicts
}

const notTested = (reason: string, exempt = false): Verdict => ({ _tag: "NotTested", reason, exempt })

export const isViolated = (verdicts: Verdicts): boolean =>
  Object.values(verdicts).some(({ _tag }) => _tag === "Violated")

/** The first law that is violated, with its counterexample. */
export function firstViolation(
  verdicts: Verdicts,
): { readonly law: LawName; readonly counterexample: Shrunk } | undefined {
  for (const law of lawNames) {
    const verdict = verdicts[law]
    if (verdict._tag === "Violated") return { law, counterexample: verdict.counterexample }
  }
  return undefined
}

function judge(name: LawName, cases: ReadonlyArray<Case>, options: AuditOptions): Verdict {
  const law = laws[name]
  let trials = 0
  const exemptions = new Set<string>()
  const reasons = new Set<string>()
  for (const [index, given] of cases.entries()) {
    const exempt = law.exempt(given)
    if (exempt !== undefined) {
      exemptions.add(exempt)
      continue
    }
    for (const probe of probesOf(name, law, given, { ...options, seed: mix(options.seed, index) })) {
      const trial = law.try(given, probe)
      const violated = violationOf(name, given, probe, trial)
      if (violated !== undefined) return violated
      if (trial._tag === "Held") trials++
      else reasons.add(reasonOf(trial))
    }
  }
  if (trials > 0) return { _tag: "Passed", trials }
  if (reasons.size === 0 && exemptions.size > 0) return notTested([...exemptions].join("; "), true)
  return notTested([...reasons].join("; ") || "it has no inputs")
}

/** A node that throws violates totality, whichever law found it. */
function violationOf(name: LawName, given: Case, probe: Probe, trial: Trial): Verdict | undefined {
  if (trial._tag === "Violated") return { _tag: "Violated", counterexample: shrink(laws[name], given, probe) }
  if (trial._tag !== "Broken") return undefined
  const difference = { port: "", row: null, column: null, expected: "an answer", found: trial.problem }
  return {
    _tag: "Violated",
    counterexample: { given, probe, difference, cause: { kind: "form", form: `what ${name} tries` } },
  }
}

function reasonOf({ _tag }: Trial): string {
  switch (_tag) {
    case "Refused":
      return "the node refused the inputs"
    case "Outside":
      return "its run needs services or waits for the world"
    default:
      return "nothing lies outside the reach, history is too short"
  }
}

/** Laws that divide history are tried at several rows, the others once a variant. */
const atCuts: ReadonlySet<LawName> = new Set(["causality", "footprint", "origin", "chunking"])

function probesOf(
  name: LawName,
  law: Law,
  given: Case,
  { cuts, seed }: Pick<AuditOptions, "cuts" | "seed">,
): ReadonlyArray<Probe> {
  const rows = atCuts.has(name) ? cutsOf(given, cuts, seed) : [0]
  return rows.flatMap((cut) =>
    Array.from({ length: law.variants }, (_, variant) => ({ cut, variant, salt: mix(seed, cut, variant) })),
  )
}

/**
 * Rows to cut at: some of those at which an output changes (what happens seldom, happens there), some with an output
 * (a row of NaN has little to lose), some others.
 */
function cutsOf(given: Case, count: number, seed: number): ReadonlyArray<number> {
  const { changing, telling } = outputRows(given)
  const some = (rows: ReadonlyArray<number>, share: number, stream: number): ReadonlyArray<number> =>
    sample(rows.length, Math.ceil(share * count), mix(seed, stream)).map((i) => rows[i]!)
  const all = Array.from({ length: rowsOf(given) }, (_, row) => row)
  return [...new Set([...some(changing, 0.5, 1), ...some(telling, 0.25, 2), ...some(all, 0.25, 3)])]
}

interface OutputRows {
  /** rows at which some output is known */
  readonly telling: ReadonlyArray<number>
  /** of those, rows at which some output is not what it was on the row before */
  readonly changing: ReadonlyArray<number>
}

export function outputRows(given: Case): OutputRows {
  const answer = answerOf(given)
  if (answer._tag !== "Answered") return { telling: [], changing: [] }
  const [telling, changing] = [new Set<number>(), new Set<number>()]
  for (const { keys, columns, cells } of Object.values(answer.grids)) {
    const width = columns.length
    for (let at = 0; at < cells.length; at++) {
      if (Number.isNaN(cells[at]!)) continue
      const key = keys[Math.floor(at / width)]!
      telling.add(key)
      const before = cells[at - width] ?? NaN
      if (!Number.isNaN(before) && before !== cells[at]) changing.add(key)
    }
  }
  const rowsWith = (wanted: ReadonlySet<number>): ReadonlyArray<number> =>
    [...keysOf(given)].flatMap((key, row) => (wanted.has(key) ? [row] : []))
  return { telling: rowsWith(telling), changing: rowsWith(changing) }
}
