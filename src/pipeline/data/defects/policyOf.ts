import * as Result from "effect/Result"
import { nearest } from "../../../dag/nearest.ts"
import { ImportOptionError } from "../errors.ts"
import type { DefectKind, Policy } from "./DefectKind.ts"
import { defectCatalogue } from "./defectCatalogue.ts"

/** What to do about each kind where it is not the default. */
export type Policies = Readonly<Record<string, Policy>>

export const policyOf = ({ kind, byDefault }: DefectKind, policies: Policies): Policy =>
  Object.hasOwn(policies, kind) ? policies[kind]! : byDefault

/** Every kind that is named exists and may be dealt with so. */
export function checkPolicies(
  policies: Readonly<Record<string, string>>,
): Result.Result<Policies, ImportOptionError> {
  for (const [name, policy] of Object.entries(policies)) {
    const option = `--policy ${name}=${policy}`
    const known = defectCatalogue.find(({ kind }) => kind === name)
    if (known === undefined) {
      const near = nearest(
        name,
        defectCatalogue.map(({ kind }) => kind),
      )
      return Result.fail(
        new ImportOptionError({
          option,
          problem: "there is no such kind of defect",
          remedy:
            near === null
              ? "docs/data.md lists the kinds."
              : `Did you mean ${near}? docs/data.md lists the kinds.`,
        }),
      )
    }
    if (!(known.allowed as ReadonlyArray<string>).includes(policy)) {
      return Result.fail(
        new ImportOptionError({
          option,
          problem: `${name} can be dealt with by ${known.allowed.join(", ")} only`,
          remedy: `Give one of these; the default is ${known.byDefault}.`,
        }),
      )
    }
  }
  return Result.succeed(policies as Policies)
}
