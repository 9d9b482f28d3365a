/** What the tests allow to be said, in a sentence. */
import type { ComparisonDocument } from "../../experiment/compare/Comparison.ts"
import { countedNoun } from "../../kernel/countedNoun.ts"

const level = 0.05

export function verdict({ pairs }: ComparisonDocument): string {
  const tested = pairs.filter(({ p_value_holm }) => p_value_holm !== null)
  const apart = tested.filter(({ p_value_holm }) => p_value_holm! < level)
  if (tested.length === 0) return "No pair can be tested."
  if (apart.length === 0)
    return `Of ${countedNoun(tested.length, "pair")}, none has Sharpe ratios that differ at the 5 % level once all were tested (Ledoit and Wolf, Holm): these systems cannot be told apart by their ratios.`
  const named = apart.map(({ first, second, sharpe_difference }) =>
    sharpe_difference! > 0 ? `${first} above ${second}` : `${second} above ${first}`,
  )
  return `Of ${countedNoun(tested.length, "pair")}, ${apart.length} ${apart.length === 1 ? "differs" : "differ"} in Sharpe ratio at the 5 % level once all were tested (Ledoit and Wolf, Holm): ${named.join("; ")}.`
}
