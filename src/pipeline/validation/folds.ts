import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Folds from "../../domain/Folds.ts"
import * as Series from "../../domain/Series.ts"
import { foldFields } from "./foldFields.ts"
import { foldsOf } from "./foldsOf.ts"

/**
 * The test windows of a study and the sessions before each that may be trained on: calendar years, or a walk-forward.
 *
 * Of the input only its sessions are read. With `start` left out, windows of sessions are counted from the first one there is, so
 * a longer history moves them; years stay. An appended session lengthens the last window or begins a new one.
 */
export const FoldWindows = Node.define({
  name: "validation/folds",
  title: "test windows of the folds, and the training sessions before each",
  config: Schema.Struct(foldFields),
  inputs: { net: Series.type },
  output: Folds.type,
  reach: () => Reach.whole("a list of windows has no time axis"),
  scope: "all",
  run: ({ net }, settings) => foldsOf(net.calendar.sessions, settings),
})
