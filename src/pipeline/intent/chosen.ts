import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Intent from "../../domain/Intent.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"

/**
 * The intent of the candidate that is chosen at t, of several of one kind: whose column is 1 in the choice that has a value on the
 * row (choices of several folds do not overlap; the first by name counts). NaN where nothing is chosen: no opinion.
 *
 * Known when the intents and the choices are.
 */
export const Chosen = Node.define({
  name: "intent/chosen",
  title: "intent of the candidate that is chosen for the session",
  config: Schema.Struct({}),
  inputs: { intents: Node.many(Intent.type), choices: Node.many(Series.type) },
  output: Intent.type,
  reach: () => Reach.point,
  scope: "each",
  decides: true,
  run: ({ intents, choices }) => {
    const folds = Object.keys(choices)
      .toSorted()
      .map((name) => choices[name]!)
    const first =
      Object.values(intents)[0] ?? Intent.scores(Panel.make(Calendar.empty, [], new Float64Array(0)))
    const width = first.assets.length
    const values = new Float64Array(first.values.length).fill(NaN)
    for (let row = 0; row < Panel.rows(first); row++) {
      const intent = intents[chosenAt(folds, row) ?? ""]
      if (intent !== undefined)
        values.set(intent.values.subarray(row * width, (row + 1) * width), row * width)
    }
    return Intent.like(first, values)
  },
})

/** Name of the column that is 1 in the first of the choices that has a value on the row. */
function chosenAt(choices: ReadonlyArray<Series.Series>, row: number): string | undefined {
  for (const { assets, values } of choices) {
    const at = row * assets.length
    const cells = values.subarray(at, at + assets.length)
    if (cells.some((cell) => !Number.isNaN(cell))) return assets[cells.indexOf(1)]
  }
  return undefined
}
