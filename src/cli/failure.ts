/**
 * How a failed command ends: one message on stderr and an exit code.
 * An expected failure shows its message; a defect shows its stack and asks to be reported.
 */
import * as Cause from "effect/Cause"
import * as Audit from "../dag/audit/errors.ts"
import * as Dag from "../dag/errors.ts"
import * as Lineage from "../dag/lineage/errors.ts"
import * as ExchangeCalendar from "../domain/ExchangeCalendar.ts"
import * as Study from "../experiment/errors.ts"
import * as RunFolders from "../io/run/errors.ts"
import * as Explain from "../experiment/explain/errors.ts"
import * as Sql from "../io/sql/errors.ts"
import * as Data from "../pipeline/data/errors.ts"
import * as Live from "../pipeline/data/live/errors.ts"

const codes: Readonly<Record<string, number>> = {
  ...Dag.exitCodes,
  ...Audit.exitCodes,
  ...Lineage.exitCodes,
  ...Data.exitCodes,
  ...ExchangeCalendar.exitCodes,
  ...Live.exitCodes,
  ...Study.exitCodes,
  ...RunFolders.exitCodes,
  ...Explain.exitCodes,
  ...Sql.exitCodes,
  CodeRefused: 2,
  DuplicateDefinition: 2,
  SourceUnreadable: 2,
  Usage: 2,
  VerificationFailed: 3,
}

export interface Ending {
  readonly exitCode: number
  /** null when there is nothing more to say */
  readonly message: string | null
}

export const interrupted = "Interrupted. What was finished is kept; the same command goes on from there."

export function endingOf(cause: Cause.Cause<unknown>): Ending {
  if (Cause.hasInterruptsOnly(cause)) return { exitCode: 130, message: null }
  if (Cause.hasDies(cause)) return { exitCode: 1, message: defect(Cause.pretty(cause)) }
  return endingOfError(Cause.squash(cause))
}

/** A node's failure ends as what made it fail would: missing data is a usage error also when a node finds it. */
export function endingOfError(error: unknown): Ending {
  if (!isTagged(error))
    return {
      exitCode: 1,
      message: defect(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    }
  if (error._tag === "ShowHelp") return { exitCode: helpCode(error), message: null }
  if (error._tag === "NodeFailed") return nodeEnding(error)
  if (error._tag === "RunFailed" && "exitCode" in error)
    return { exitCode: Number(error.exitCode), message: error.message }
  return { exitCode: codes[error._tag] ?? 1, message: error.message }
}

function nodeEnding(error: {
  readonly node?: unknown
  readonly cause?: unknown
  readonly message: string
}): Ending {
  const { cause } = error
  if (isTagged(cause)) return { exitCode: codes[cause._tag] ?? 1, message: cause.message }
  const stack = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  return {
    exitCode: 1,
    message: `${String(error.node)} failed with an error that it does not declare:\n${stack}`,
  }
}

const helpCode = (error: object): number =>
  "errors" in error && Array.isArray(error.errors) && error.errors.length > 0 ? 2 : 0

interface Tagged {
  readonly _tag: string
  readonly message: string
}

const isTagged = (value: unknown): value is Tagged & { readonly cause?: unknown; readonly node?: unknown } =>
  typeof value === "object" &&
  value !== null &&
  "_tag" in value &&
  typeof value._tag === "string" &&
  "message" in value

const defect = (detail: string): string =>
  `This is a mistake in Sage, not in what you asked for. Please report it with what you ran:\n${detail}`
