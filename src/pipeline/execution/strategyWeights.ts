/** The weights of a blend: the same at every decision, or a row each. */
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Series from "../../domain/Series.ts"

export const weightsField = Schema.optionalKey(
  Schema.Record(Schema.String, Schema.Finite).annotate({
    description:
      "meta weight of each strategy, by its name, fraction; left out: those of the port meta, or else equal ones",
  }),
)

export const metaPort = Node.optional(Series.type)

/** One column of weights a strategy, in the order of the names. */
export const columnsOf = (names: ReadonlyArray<string>, meta: Series.Series): ReadonlyArray<Float64Array> =>
  names.map((name) => Series.column(meta, name))

/**
 * One weight a strategy, in the order of the names; equal where none are given.
 *
 * A strategy that is wired but has no weight is a mistake of the program, so it is a defect.
 */
export const fixedWeights = (
  names: ReadonlyArray<string>,
  weights: Readonly<Record<string, number>> | undefined,
): ReadonlyArray<number> =>
  names.map((name) => {
    const weight = weights === undefined ? 1 / names.length : weights[name]
    if (weight === undefined) throw new Error(`The blend has an exposure ${name} but no weight of that name.`)
    return weight
  })
