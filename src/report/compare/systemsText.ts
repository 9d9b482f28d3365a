/** Systems side by side as a terminal shows them: figures, years, and what may be said of the differences. */
import type { ComparedPair, ComparedSystem, ComparisonDocument } from "../../experiment/compare/Comparison.ts"
import { countedNoun } from "../../kernel/countedNoun.ts"
import { table } from "../text/table.ts"
import { comparedFigures, yearFigures } from "./comparedFigures.ts"
import { pValueText } from "./pValueText.ts"
import { verdict } from "./verdict.ts"

export function systemsText(document: ComparisonDocument): string {
  const { first, last, sessions, systems, pairs, notes } = document
  return [
    `${first} … ${last}, ${countedNoun(sessions, "session")}, net of costs`,
    "",
    figuresTable(systems),
    ...yearFigures
      .slice(0, 1)
      .flatMap((figure) => ["", `${figure.title} by year`, yearsTable(systems, figure)]),
    "",
    pairsTable(pairs),
    "",
    verdict(document),
    ...notes.map((note) => `note: ${note}`),
    "",
    ...systems.map(({ name, run_id, experiment }) => `${name}: ${experiment}, run ${run_id}`),
  ].join("\n")
}

const figuresTable = (systems: ReadonlyArray<ComparedSystem>): string =>
  table([
    ["", ...systems.map(({ name }) => name)],
    ...comparedFigures.map(({ title, of, text }) => [title, ...systems.map((system) => text(of(system)))]),
  ])

function yearsTable(
  systems: ReadonlyArray<ComparedSystem>,
  { of, text }: (typeof yearFigures)[number],
): string {
  const years = systems[0]?.years.map(({ year }) => year) ?? []
  return table([
    ["", ...systems.map(({ name }) => name)],
    ...years
      .toReversed()
      .map((year) => [
        String(year),
        ...systems.map((system) => text(of(system.years.find((one) => one.year === year)))),
      ]),
  ])
}

const pairsTable = (pairs: ReadonlyArray<ComparedPair>): string =>
  table(
    [
      ["difference of Sharpe ratios", "", "correlation", "difference", "± error", "p", "p (Holm)"],
      ...pairs.map(
        ({ first, second, correlation, sharpe_difference, standard_error, p_value, p_value_holm }) => [
          first,
          second,
          shown(correlation, 2),
          shown(sharpe_difference, 2),
          shown(standard_error, 2),
          pValueText(p_value),
          pValueText(p_value_holm),
        ],
      ),
    ],
    ["left", "left", "right", "right", "right", "right", "right"],
  )

const shown = (value: number | null, digits: number): string => (value === null ? "—" : value.toFixed(digits))
