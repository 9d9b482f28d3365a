import * as Result from "effect/Result"
import { nearest } from "../../../dag/nearest.ts"
import { ImportOptionError } from "../errors.ts"
import { kinds } from "./catalogue.ts"
import type { Kind, Policy } from "./Kind.ts"

/** What the user chose, by kind; other kinds have their default. */
export type Policies = Readonly<Record<string, Policy>>

export const policyFor = (policies: Policies, { kind, default: usual }: Kind): Policy =>
  policies[kind] ?? usual

/** `kind=policy` pairs as they were typed: kinds that there are, policies that the kind allows. */
export function decodePolicies(
  given: Readonly<Record<string, string>>,
): Result.Result<Policies, ImportOptionError> {
  const policies: Record<string, Policy> = {}
  for (const [name, text] of Object.entries(given)) {
    const kind = kinds.find((each) => each.kind === name)
    const policy = kind?.allowed.find((each) => each === text)
    if (policy === undefined) return Result.fail(notAllowed(name, text, kind))
    policies[name] = policy
  }
  return Result.succeed(policies)
}

function notAllowed(name: string, text: string, kind: Kind | undefined): ImportOptionError {
  const option = `--policy ${name}=${text}`
  if (kind !== undefined) {
    const remedy = `Give one of ${kind.allowed.join(", ")}.`
    return new ImportOptionError({ option, problem: `${name} cannot be dealt with so`, remedy })
  }
  const names = kinds.map((each) => each.kind)
  const close = nearest(name, names)
  const remedy =
    close === null ? `Kinds are ${names.join(", ")}.` : `Did you mean ${close}? docs/data.md lists all kinds.`
  return new ImportOptionError({ option, problem: "there is no such kind of defect", remedy })
}
