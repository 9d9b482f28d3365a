/** The sessions over which systems are compared: from the latest first fill to the earliest last session. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { formatIsoDate, parseIsoDate } from "../../kernel/civilDate.ts"
import type { SystemReturns } from "./Comparison.ts"

/** Systems that share no sessions, or not the same ones, cannot stand side by side. */
export class NotComparable extends Schema.TaggedError<NotComparable>()("NotComparable", {
  problem: Schema.String,
  remedy: Schema.String,
}) {
  override get message(): string {
    return `${this.problem} ${this.remedy}`
  }
}

/** The common span of one system, cut out of its series. */
export interface CutSystem extends SystemReturns {
  /** epoch day before the first session, where the data has one */
  readonly base: number | undefined
}

/** @returns every system cut to the same sessions, in the order given */
export function commonSessions(
  systems: ReadonlyArray<SystemReturns>,
): Result.Result<ReadonlyArray<CutSystem>, NotComparable> {
  const idle = systems.find(({ first, last }) => first === null || last === null)
  if (idle !== undefined) return refuse(`${idle.name} counts no session.`, "Compare systems that trade.")
  const first = Math.max(...systems.map((one) => parseIsoDate(one.first!)!))
  const last = Math.min(...systems.map((one) => parseIsoDate(one.last!)!))
  if (first > last) {
    return refuse(
      `The systems share no session: the latest begins on ${formatIsoDate(first)}, the earliest ends on ${formatIsoDate(last)}.`,
      "Compare runs over the same period.",
    )
  }
  const cut = systems.map((one) => cutTo(one, first, last))
  const leader = cut[0]!
  const other = cut.find((one) => !hasSessionsOf(one, leader))
  return other === undefined && leader.days.length > 0
    ? Result.succeed(cut)
    : refuse(
        `${leader.name} and ${other?.name ?? "the others"} have different sessions between ${formatIsoDate(first)} and ${formatIsoDate(last)}.`,
        "Compare runs on the same calendar and snapshot.",
      )
}

const hasSessionsOf = (one: CutSystem, leader: CutSystem): boolean =>
  one.periodsPerYear === leader.periodsPerYear &&
  one.days.length === leader.days.length &&
  one.days.every((day, i) => day === leader.days[i])

const refuse = (problem: string, remedy: string) => Result.fail(new NotComparable({ problem, remedy }))

function cutTo(system: SystemReturns, first: number, last: number): CutSystem {
  const from = system.days.findIndex((day) => day >= first)
  const after = system.days.findIndex((day) => day > last)
  const [start, end] = [from < 0 ? system.days.length : from, after < 0 ? system.days.length : after]
  return {
    ...system,
    base: system.days[start - 1],
    days: system.days.subarray(start, end),
    net: system.net.subarray(start, end),
    gross: system.gross.subarray(start, end),
  }
}
