/** What trading costs, and what is left of the session's return. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ratesOf } from "../../../pipeline/costs/rates.ts"
import { impactWindow } from "../../../kernel/costRows.ts"
import type { Bench, Named, Read } from "../Bench.ts"
import {
  ask,
  draft,
  explainer,
  formula,
  known,
  read,
  setting,
  settings,
  sibling,
  storedList,
} from "../Explainer.ts"
import { inputOf, outputOf } from "../RunGraph.ts"
import type { Cell, Input } from "../Step.ts"
import { spanOf } from "./feature.ts"

const Rates = {
  spread_bps: Schema.Finite,
  slippage_bps: Schema.Finite,
  impact_coefficient: Schema.Finite,
}

const Config = Schema.Struct({
  ...Rates,
  overrides: Schema.Record(
    Schema.String,
    Schema.Struct({
      spread_bps: Schema.optionalKey(Schema.Finite),
      slippage_bps: Schema.optionalKey(Schema.Finite),
      impact_coefficient: Schema.optionalKey(Schema.Finite),
    }),
  ),
  asset_classes: Schema.Record(Schema.String, Schema.String),
  scale: Schema.Finite,
  turnover_basis: Schema.Literals(["target", "traded"]),
  capital: Schema.Finite,
})

/** Small numbers: the kernel adds up deviations and totals in another order. */
const rounding = 1e-15

export const costs = explainer({
  name: "costs/components",
  config: Config,
  explain: (bench, cell, config, byCode) =>
    Effect.gen(function* () {
      if (cell.port !== "by_asset") return [draft("costs", cell, yield* byCode(cell), [])]
      const { node, day, column } = cell
      const basis = `${config.turnover_basis}_turnover`
      const wire = inputOf(node, basis)
      const turnover = yield* read(bench, "turnover", wire, day, column)
      const listing = yield* bench.cell(inputOf(node, "listing"), day, column)
      const asked = ask(wire, day, column)
      if (listing !== 1 || turnover.value === null) {
        const text = Number.isNaN(listing) ? "unknown" : "0"
        return [
          ...asked,
          draft("costs", cell, formula(text), [turnover], ["nothing fills, and only fills pay"]),
        ]
      }
      const own = (field: keyof typeof Rates): number => ratesOf(config, [column], field)[0]!
      const coefficient = own("impact_coefficient")
      const impact = coefficient === 0 ? undefined : yield* impactOf(bench, cell, coefficient, config.capital)
      const parts = [
        "turnover * spread_bps / 2 / 1e4",
        "turnover * slippage_bps / 1e4",
        ...(impact === undefined ? [] : [`turnover * (${impact.text})`]),
      ]
      const inputs = [
        turnover,
        setting("spread_bps", own("spread_bps")),
        setting("slippage_bps", own("slippage_bps")),
        ...(impact?.inputs ?? []),
      ]
      const text = `if(turnover > 1e-12, ${parts.join(" + ")}, 0)`
      return [
        ...asked,
        draft("costs", cell, formula(text, impact === undefined ? 0 : rounding), inputs, [
          `turnover_basis ${config.turnover_basis}; fraction of net asset value at the fill`,
          ...(impact?.notes ?? []),
        ]),
        yield* total(bench, cell, config.turnover_basis),
      ]
    }),
})

interface Impact {
  readonly text: string
  readonly inputs: ReadonlyArray<Input>
  readonly notes: ReadonlyArray<string>
}

/** Square-root impact per unit traded, or what was assumed for want of volume or volatility. */
const impactOf = (bench: Bench, cell: Cell, coefficient: number, capital: number): Read<Impact> =>
  Effect.gen(function* () {
    const { node, day, column } = cell
    const assumed = yield* read(bench, "impact_assumed", outputOf(node, "impact_assumed"), day, column)
    if (assumed.value !== null)
      return { text: "impact_assumed", inputs: [assumed], notes: ["volume or volatility is not known"] }
    const before = yield* bench.dayBefore(inputOf(node, "close"), day, 1)
    const window = (port: string): Read<ReadonlyArray<Named>> =>
      before === undefined
        ? Effect.succeed([])
        : bench.window(inputOf(node, port), before, impactWindow, column)
    const states = yield* window("listing")
    const listed = states.slice(states.findLastIndex(([, state]) => !(state >= 0)) + 1)
    const since = states.length - listed.length
    const [closes, volumes, returns] = [
      (yield* window("close")).slice(since),
      (yield* window("volume")).slice(since),
      known((yield* window("returns")).slice(since)),
    ]
    const traded = known(closes.map(([date, close], i): Named => [date, close * volumes[i]![1]]))
    const isKnown = traded.some(([, usd]) => usd > 0) && returns.length >= 2
    return {
      text: isKnown
        ? "coefficient * (std(returns) * sqrt(turnover * capital / (sum(traded_usd) / count(traded_usd))))"
        : "0",
      inputs: isKnown
        ? [
            setting("coefficient", coefficient),
            storedList("returns", returns, inputOf(node, "returns"), `${spanOf(returns)} ${column}`),
            settings("traded_usd", traded),
            setting("capital", capital),
          ]
        : [],
      notes: isKnown ? ["traded_usd: close × volume"] : ["no impact: nothing is known to take it from"],
    }
  })

/** What all assets of the fill cost together. */
const total = (bench: Bench, cell: Cell, basis: string) =>
  Effect.map(bench.row(cell, cell.day), (row) =>
    draft(
      "costs",
      { ...sibling(cell, "rates"), column: `total_${basis}_basis` },
      formula("sum(by_asset)", rounding),
      [storedList("by_asset", known(row), cell, "all assets")],
      ["all assets together"],
    ),
  )

/** Gross, cost and net of the session. */
export const netReturns = explainer({
  name: "costs/net-returns",
  config: Schema.Unknown,
  explain: (bench, cell) =>
    Effect.gen(function* () {
      const { node, day } = cell
      const [book, rates] = [inputOf(node, "book"), inputOf(node, "rates")]
      const growth = [yield* read(bench, "g1", book, day, "g1"), yield* read(bench, "g2", book, day, "g2")]
      const names = ["spread", "slippage", "impact"] as const
      const paid = yield* Effect.forEach(names, (name) => read(bench, name, rates, day, name))
      const at = (column: string): Cell => ({ ...cell, column })
      const before = yield* bench.stretch(outputOf(node, cell.port), -Infinity, day - 1, "net")
      const ruin = before.find(([, net]) => net === -1)
      if (ruin !== undefined)
        return [draft("book", at("net"), formula("unknown"), [], [`everything was lost on ${ruin[0]}`])]
      return [
        draft("book", at("gross"), formula("if(min(g1, g2) > 1e-12, g1 * g2 - 1, -1)"), growth),
        draft(
          "costs",
          at("cost"),
          formula("both = g1 * g2; spread * both + slippage * both + impact * both"),
          [...growth, ...paid],
          ["fraction of net asset value at the previous close"],
        ),
        draft(
          "book",
          at("net"),
          formula(
            "left = 1 - (spread + slippage + impact); if(min(min(g1, g2), left) > 1e-12, g1 * left * g2 - 1, -1)",
          ),
          [...growth, ...paid],
        ),
      ]
    }),
})
