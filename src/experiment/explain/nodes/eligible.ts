/** Who may be held after a decision. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { formatIsoDate } from "../../../kernel/civilDate.ts"
import type { Bench, Named, Read } from "../Bench.ts"
import { ask, draft, explainer, formula, read, settings } from "../Explainer.ts"
import { inputOf, inputsOf } from "../RunGraph.ts"
import type { Cell, Input } from "../Step.ts"

export const eligible = explainer({
  name: "execution/eligible",
  config: Schema.Unknown,
  explain: (bench, cell) =>
    Effect.gen(function* () {
      const { node, day, column } = cell
      const universe = inputOf(node, "universe")
      const [intents, estimates] = [
        yield* knowledge(bench, cell, "intents"),
        yield* knowledge(bench, cell, "estimates"),
      ]
      const listing = yield* read(bench, "listing", inputOf(node, "listing"), day, column)
      const inputs = [
        yield* read(bench, "decision", inputOf(node, "schedule"), day, "decision"),
        listing,
        ...(universe === undefined ? [] : [yield* read(bench, "universe", universe, day, column)]),
        intents,
        estimates,
      ]
      const conditions = [
        "listing >= 1",
        ...(universe === undefined ? [] : ["universe >= 1"]),
        "sum(intents_known) >= 1",
        "sum(estimates_known) >= count(estimates_known)",
      ]
      const text =
        listing.value === null
          ? "unknown"
          : `if(decision, ${conditions.map((one) => `(${one})`).join(" * ")}, unknown)`
      return [
        ...inputsOf(node, "intents").flatMap((wire) => ask(wire, day, column)),
        ...inputsOf(node, "estimates").flatMap((wire) => ask(wire, day, column)),
        draft("eligible", cell, formula(text), inputs),
      ]
    }),
})

/** 1 for each source that is known, by name. */
const knowledge = (bench: Bench, { node, day, column }: Cell, port: string): Read<Input> =>
  Effect.map(
    Effect.forEach(inputsOf(node, port), (wire) =>
      Effect.map(bench.cell(wire, day, column), (value): Named => [wire.key, Number.isNaN(value) ? 0 : 1]),
    ),
    (entries) => settings(`${port}_known`, entries),
  )

/** Members of a decision, by name: 1 takes part. */
export const membersAt = (
  bench: Bench,
  cell: Cell,
  over: "universe" | "active",
): Read<{ readonly names: ReadonlyArray<string>; readonly note: string }> =>
  Effect.gen(function* () {
    const { node, day } = cell
    const members = yield* bench.row(inputOf(node, "eligible"), day)
    const exposure = new Map(yield* bench.row(inputOf(node, "exposure"), day))
    const names = members
      .filter(
        ([asset, member]) =>
          member === 1 && (over === "universe" || Math.abs(exposure.get(asset) ?? 0) > 1e-12),
      )
      .map(([asset]) => asset)
    const rule = over === "universe" ? "eligible" : "eligible with an exposure"
    return { names, note: `${names.length} assets ${rule} on ${formatIsoDate(day)}` }
  })
