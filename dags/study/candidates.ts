/** The same study with other values of one parameter of a strategy: candidates among which is chosen. */
import { Fan, type Study } from "sage"
import * as Schema from "effect/Schema"
import { strategies } from "../strategies/catalogue.ts"
import type { Config } from "./config.ts"

export const choiceSection = Schema.Struct({
  parameter: Schema.NonEmptyString.annotate({
    description: "a field of a strategy, as a path: strategies.trend.momentum_lookback",
  }),
  values: Schema.Array(Schema.Union([Schema.Finite, Schema.NonEmptyString]))
    .annotate({ description: "what it may be; at a tie the first of them wins" })
    .check(
      Schema.makeFilter((values: ReadonlyArray<number | string>) => {
        const twice = values.find((value, i) => values.map(String).indexOf(String(value)) !== i)
        if (twice !== undefined) return `${twice} stands twice among the values`
        return values.length >= 2 || "a choice needs two values"
      }),
    ),
}).annotate({ description: "the parameter that each fold chooses anew" })

export type Choice = (typeof choiceSection)["Type"]

export interface Candidate {
  readonly name: string
  readonly value: number | string
  readonly config: Config
}

/** One study a value, in the order of the values. The objections are empty. */
export function candidatesOf(config: Config, choice: Choice): Readonly<Record<string, Candidate>> {
  const { strategy } = placeOf(choice)
  return Fan.keyed(
    choice.values.map((value) => {
      const decoded = strategyWith(config, choice, value)
      if (decoded._tag === "Failure") throw decoded.failure
      return {
        name: String(value),
        value,
        config: { ...config, strategies: { ...config.strategies, [strategy]: decoded.success } },
      }
    }),
    ({ name }) => name,
  )
}

/** Name of the strategy that is chosen, and of its field. */
export function placeOf({ parameter }: Choice): { readonly strategy: string; readonly field: string } {
  const [, strategy = "", field = ""] = parameter.split(".")
  return { strategy, field }
}

const encode = Schema.encodeSync(strategies.schema)
const decode = Schema.decodeUnknownResult(strategies.schema, { onExcessProperty: "error" })

const strategyWith = (config: Config, choice: Choice, value: number | string) => {
  const { strategy, field } = placeOf(choice)
  return decode({ ...encode(config.strategies[strategy]!), [field]: value })
}

/** What is wrong with a choice, told at the field. */
export function choiceObjections(config: Config, choice: Choice): ReadonlyArray<Study.Objection> {
  const { strategy, field } = placeOf(choice)
  const at = ["choice", "parameter"]
  const names = Object.keys(config.strategies)
  if (choice.parameter !== `strategies.${strategy}.${field}` || field === "")
    return [
      { path: at, message: `${choice.parameter} is no field of a strategy; write strategies.NAME.FIELD` },
    ]
  if (!Object.hasOwn(config.strategies, strategy))
    return [{ path: at, message: `there is no strategy ${strategy}; the study has ${names.join(", ")}` }]
  const wanted = config.strategies[strategy]!
  const fields = Object.keys(wanted).filter((name) => name !== "type")
  if (!fields.includes(field))
    return [{ path: at, message: `${wanted.type} has no field ${field}; it has ${fields.join(", ")}` }]
  const refused = choice.values.flatMap((value, i): ReadonlyArray<Study.Objection> => {
    const decoded = strategyWith(config, choice, value)
    if (decoded._tag === "Success") return []
    return [
      {
        path: ["choice", "values", i],
        message: `${wanted.type} takes no ${field} of ${value}: ${decoded.failure.message}`,
      },
    ]
  })
  if (refused.length > 0) return refused
  const kinds = new Set(
    Object.values(candidatesOf(config, choice)).map((one) =>
      strategies.kindOf(one.config.strategies[strategy]!),
    ),
  )
  return kinds.size === 1
    ? []
    : [{ path: at, message: "some values make signals and others scores; a choice is among one kind" }]
}
