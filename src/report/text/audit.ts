/** What an audit found, for people: a line a node, and each counterexample in words. */
import type { GraphNodeAudit } from "../../dag/audit/auditGraph.ts"
import * as Case from "../../dag/audit/Case.ts"
import type { Counterexample, NodeAudit, ReachReport } from "../../dag/audit/NodeAudit.ts"
import type { Cause } from "../../dag/audit/Probe.ts"
import { shownKey } from "../../dag/Grid.ts"

/** Names of the laws that an audit of this kind tried and that held, or which was broken. */
export function lawsText({ laws }: NodeAudit): string {
  const all = Object.entries(laws)
  const broken = all.filter(([, { verdict }]) => verdict === "violated").map(([law]) => law)
  if (broken.length > 0) return `VIOLATES ${broken.join(", ")}`
  const passed = all.filter(([, { verdict }]) => verdict === "passed").length
  return passed === 0 ? "not tested" : `${passed} laws`
}

/** Inputs of one declared and seen reach together: `past(252) seen −252…0: index`. */
export function reachText(reach: ReadonlyArray<ReachReport>): string {
  const groups = Map.groupBy(reach, (one) => `${one.declared} ${seenText(one)}`)
  return [...groups]
    .map(([text, ports]) => `${text}: ${ports.map(({ input }) => input).join(" ")}`)
    .join("; ")
}

function seenText({ observed_back: back, observed_ahead: ahead }: ReachReport): string {
  if (back === null || ahead === null) return "not observed"
  return `seen ${offset(-back)}…${offset(ahead)}`
}

const offset = (rows: number): string => (rows < 0 ? `−${-rows}` : rows > 0 ? `+${rows}` : "0")

/** The smallest case found, with row keys as people write them. */
export function counterexampleText({ id }: GraphNodeAudit, { law, found }: Counterexample): string {
  const { given, difference, cause } = found
  const axis = given.inputs.find(({ type }) => type.axis !== undefined)?.type.axis
  const at = (key: number): string => shownKey(axis, key)
  const where = [
    difference.port === "" ? "the node" : difference.port,
    difference.column === null ? "" : `of ${difference.column}`,
    difference.row === null ? "" : `on ${at(difference.row)}`,
  ]
    .filter((part) => part !== "")
    .join(" ")
  return [
    `${id} violates ${law}: ${causeText(cause, at)},`,
    `  ${where} is ${difference.found} instead of ${difference.expected}.`,
    `  Seen on ${Case.rowsOf(given)} row(s) and ${Case.membersOf(given).length} column(s) of its inputs.`,
    `  ${remedies[law]}`,
  ].join("\n")
}

function causeText(cause: Cause, at: (key: number) => string): string {
  switch (cause.kind) {
    case "changed":
      return cause.cells
        .map(
          ({ input, row, column, from, to }) =>
            `with ${input} of ${column} on ${at(row)} set from ${from} to ${to}`,
        )
        .join(" and ")
    case "rows-removed":
      return `with no rows ${cause.side} ${at(cause.key)}`
    case "sliced":
      return `run in slices from ${cause.keys.map(at).join(", ")}`
    case "member-added":
      return "with a column more that is not known throughout"
    case "members-kept":
      return `with the columns ${cause.members.join(", ") || "none"}`
    case "repeated":
      return "called again with the same inputs"
    case "mutated":
      return `after its call its input ${cause.input} is not what it was`
    case "form":
      return `on inputs of the form "${cause.form}"`
  }
}

const remedies: Readonly<Record<Counterexample["law"], string>> = {
  purity: "Keep no state outside the node and copy an input before changing it.",
  totality: "Give NaN, or an error of its own, for such data.",
  causality:
    "Declare how far it looks ahead, or look no farther than declared; which rows exist is data, too.",
  footprint:
    "Declare how far it looks back, or sum each window from its own rows; windows count rows, not observations.",
  origin: "Anchor blocks on keys, not on row numbers, and read no row before the declared lookback.",
  chunking: "Hand over in its state everything that the next row needs.",
  absence: "Count and divide over what is there; a column of NaN is none.",
  equivariance: "Declare scope: all, or keep to a column's own values.",
}
