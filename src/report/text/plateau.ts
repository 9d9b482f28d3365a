/** What stands beside the best cell of a sweep, in two or three sentences. */
import { type Plateau, plateauRule, type Verdict } from "../plateau.ts"

const says: Readonly<Record<Verdict, string>> = {
  plateau: `It stands on a plateau: each of them keeps at least ${100 * plateauRule.plateau} % of it.`,
  slope: "It stands on a slope: some of them keep much less.",
  spike: `It stands on a spike: on average they keep less than ${100 * plateauRule.spike} % of it.`,
}

export function plateauLines(found: Plateau | undefined): ReadonlyArray<string> {
  if (found === undefined) return []
  const { best, neighbours, centre, verdict, smoothness, smoothness_p_value: pValue } = found
  const { count, mean, lowest } = neighbours
  const beside = `${count === 1 ? "the cell" : `the ${count} cells`} one step beside it ${count === 1 ? "has" : "have"} ${count === 1 ? "" : "a mean of "}${mean.toFixed(2)}${count === 1 ? "" : `, the lowest ${lowest.toFixed(2)}`}.`
  const middle =
    centre.values === best.values
      ? " It is also the best together with its neighbours."
      : ` Together with its neighbours, ${named(centre.values)} is best (mean ${centre.mean.toFixed(2)}, its own ${centre.sharpe.toFixed(2)}).`
  const smooth =
    smoothness === null || pValue === null
      ? ""
      : ` Neighbours resemble each other with Moran's index ${smoothness.toFixed(2)}; shuffled cells do so as much in ${(100 * pValue).toFixed(1)} % of cases.`
  return [
    `The highest Sharpe ratio is ${best.sharpe.toFixed(2)} at ${named(best.values)}; ${beside} ${verdict === null ? "It is not above 0." : says[verdict]}${middle}${smooth}`,
  ]
}

const named = (values: Plateau["best"]["values"]): string =>
  Object.entries(values)
    .map(([path, value]) => `${path} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ")
