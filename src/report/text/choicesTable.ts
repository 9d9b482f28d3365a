/** What each fold chose, what promised it, what that earned by itself in the test window, and what would have earned most. */
import type { Choices } from "../../pipeline/validation/choices.ts"
import { figureText } from "./metricsTable.ts"
import { table } from "./table.ts"

type Fold = Choices["folds"][number]

export function choicesTable({ folds }: Choices): string {
  const rows = folds.map((fold) => {
    const chosen = fold.candidates.find(({ name }) => name === fold.chosen)
    const best = bestOf(fold)
    return [
      fold.name,
      fold.chosen === null ? "nothing" : `${fold.chosen}${fold.tied.length > 0 ? " (tie)" : ""}`,
      `${fold.train_sessions}`,
      figureText("ratio", chosen?.train_sharpe ?? null),
      figureText("ratio", chosen?.test_sharpe ?? null),
      best === undefined ? "—" : `${best.name} (${figureText("ratio", best.test_sharpe)})`,
    ]
  })
  const titles = [
    "fold",
    "chosen",
    "training sessions",
    "Sharpe in training",
    "in the test",
    "best in the test",
  ]
  return [table([titles, ...rows], ["left", "left"]), "", sentence(folds)].join("\n")
}

function bestOf({ candidates }: Fold): Fold["candidates"][number] | undefined {
  const known = candidates.filter(({ test_sharpe }) => test_sharpe !== null)
  return known.toSorted((a, b) => b.test_sharpe! - a.test_sharpe!)[0]
}

function sentence(folds: ReadonlyArray<Fold>): string {
  const chosen = folds.filter((fold) => fold.chosen !== null && bestOf(fold) !== undefined)
  const right = chosen.filter((fold) => bestOf(fold)!.name === fold.chosen).length
  const silent = folds.filter((fold) => fold.chosen === null).length
  const rest = silent === 0 ? "" : ` ${silent} chose nothing, for want of results, and held nothing.`
  return `The choice was the best of its test window in ${right} of ${chosen.length} folds.${rest}`
}
