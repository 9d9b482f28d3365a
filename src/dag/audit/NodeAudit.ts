/** What an audit says of one node, as data: for people, for scripts, and for the certificate that it may earn. */
import * as Reach from "../Reach.ts"
import { isViolated, type Verdict, type Verdicts } from "./audit.ts"
import { type LawName, lawNames } from "./laws/all.ts"
import type { ObservedReach } from "./observeReach.ts"
import type { Shrunk } from "./shrink.ts"

export interface LawReport {
  readonly verdict: "passed" | "violated" | "not tested"
  /** trials that held */
  readonly trials: number
  /** why it was not tested; null when it was */
  readonly reason: string | null
}

export interface ReachReport {
  /** port, or port.key */
  readonly input: string
  /** as rendered: past(252) */
  readonly declared: string
  /** rows before and after t; null for all of them */
  readonly back: number | null
  readonly ahead: number | null
  /** the farthest rows seen to move row t, in the same terms; null where none was seen */
  readonly observed_back: number | null
  readonly observed_ahead: number | null
}

export type LawReports = Readonly<Record<LawName, LawReport>>

export interface NodeAudit {
  readonly id: string
  readonly laws: LawReports
  readonly reach: ReadonlyArray<ReachReport>
}

export const lawReports = (verdicts: Verdicts): LawReports =>
  Object.fromEntries(lawNames.map((law) => [law, lawReport(verdicts[law])])) as LawReports

function lawReport(verdict: Verdict): LawReport {
  switch (verdict._tag) {
    case "Passed":
      return { verdict: "passed", trials: verdict.trials, reason: null }
    case "NotTested":
      return { verdict: "not tested", trials: 0, reason: verdict.reason }
    case "Violated":
      return { verdict: "violated", trials: 0, reason: null }
  }
}

const finite = (rows: number): number | null => (Number.isFinite(rows) ? rows : null)

export const reachReport = ({ input, declared, back, ahead }: ObservedReach): ReachReport => ({
  input,
  declared: Reach.render(declared),
  back: finite(declared.back),
  ahead: finite(declared.ahead),
  observed_back: back,
  observed_ahead: ahead,
})

/** Extending a result rests on these: each must have held on some data, unless it says nothing about the node. */
const needed: ReadonlyArray<LawName> = ["purity", "causality", "footprint", "chunking"]

/** @param verdicts of every node that runs the code */
export const earnsCertificate = (verdicts: ReadonlyArray<Verdicts>): boolean =>
  !verdicts.some(isViolated) && needed.every((law) => isSettled(verdicts.map((one) => one[law])))

const isSettled = (verdicts: ReadonlyArray<Verdict>): boolean =>
  verdicts.some(({ _tag }) => _tag === "Passed") ||
  (verdicts.length > 0 && verdicts.every((verdict) => verdict._tag === "NotTested" && verdict.exempt))

export interface Counterexample {
  readonly law: LawName
  readonly found: Shrunk
}
