/** One node on given values: what it answers, and whether it keeps the laws of the engine (`src/dag/audit`) there. */
import { expect } from "vitest"
import * as Case from "../../src/dag/audit/Case.ts"
import { lawNames, laws } from "../../src/dag/audit/laws/all.ts"
import { shrink } from "../../src/dag/audit/shrink.ts"
import type { Definition, State } from "../../src/dag/Node.ts"
import type * as Panel from "../../src/domain/Panel.ts"

type Value = Panel.Panel | Readonly<Record<string, Panel.Panel>> | undefined

interface NodeCase {
  readonly node: Definition
  /** decoded */
  readonly config: unknown
  readonly inputs: Readonly<Record<string, Value>>
}

interface Result {
  /** outputs that are panels, by port */
  readonly panels: Readonly<Record<string, Panel.Panel>>
  /** the other outputs */
  readonly rest: Readonly<Record<string, unknown>>
  readonly state: State | undefined
}

export function runNode({ node: { spec }, config, inputs }: NodeCase, skip = 0, state?: State): Result {
  const outcome = spec.run(inputs, config, { skip, state, seed: 0 })
  const { out, state: after } = spec.stateful
    ? (outcome as { out: unknown; state: State })
    : { out: outcome, state: undefined }
  const ports = Object.entries(spec.single ? { output: out } : (out as Readonly<Record<string, unknown>>))
  return {
    panels: Object.fromEntries(ports.filter((port): port is [string, Panel.Panel] => isPanel(port[1]))),
    rest: Object.fromEntries(ports.filter(([, value]) => !isPanel(value))),
    state: after,
  }
}

const isPanel = (value: unknown): value is Panel.Panel =>
  typeof value === "object" && value !== null && "calendar" in value && "values" in value

/** All laws in all variants; `cut` is the row at which history is divided. */
export function checkLaws({ node: { spec }, config, inputs }: NodeCase, cut: number): void {
  const given = Case.make(spec, config, inputs)
  const at = Math.max(0, Math.min(cut, Case.rowsOf(given) - 1))
  for (const name of lawNames) {
    const law = laws[name]
    if (law.exempt(given) !== undefined) continue
    for (let variant = 0; variant < law.variants; variant++) {
      const probe = { cut: at, variant, salt: 1 }
      const trial = law.try(given, probe)
      if (trial._tag === "Broken") expect.fail(`${name}: ${spec.name}: ${trial.problem}`)
      if (trial._tag !== "Violated") continue
      const { cause, difference } = shrink(law, given, probe)
      expect.fail(`${name}: ${spec.name}: ${JSON.stringify({ cause, difference })}`)
    }
  }
}
