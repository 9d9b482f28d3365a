import * as fc from "fast-check"
import type { Study } from "../oracle/naiveStudy.ts"
import { type Comparison, compare } from "./compare.ts"
import { runOracle } from "./oracleStudy.ts"
import { type Program, runProgram } from "./programStudy.ts"
import { type RandomConfig, randomConfig } from "./randomConfig.ts"
import { type RandomMarket, randomMarket } from "./randomMarket.ts"

/** A market and what is to be done in it, as a user would write it. */
export interface GivenStudy {
  readonly market: RandomMarket
  readonly written: Written
}

interface Written {
  readonly [section: string]: unknown
}

export const studies: fc.Arbitrary<GivenStudy> = fc
  .tuple(randomMarket, randomConfig)
  .map(([market, config]) => ({ market, written: writtenFor(market, config) }))

/** The same study by the program and by the oracle. */
export function oneStudy({ market, written }: GivenStudy): {
  readonly program: Program
  readonly study: Study
  readonly comparison: Comparison
} {
  const program = runProgram(market, written)
  const study = runOracle(market, program.config)
  return { program, study, comparison: compare(program, study) }
}

/** Without absent fields, and within what the market's assets and sessions allow. */
function writtenFor(market: RandomMarket, { period, risk, costs, data, ...rest }: RandomConfig): Written {
  const { assets, sessions } = market
  const at = period.start === undefined ? undefined : Math.floor(period.start * sessions.length)
  const start = at === undefined ? undefined : (sessions[at] ?? "2100-01-01")
  const isDear = "dear" in costs.overrides
  const overrides = Object.entries(costs.overrides).filter(([name]) => isDear || assets.includes(name))
  const written = {
    ...rest,
    data: { ...data, universe: assets },
    period: start === undefined ? {} : { ...period, start },
    risk: {
      ...risk,
      min_assets_held: Math.min(risk.min_assets_held, assets.length),
      estimator: risk.leverage_update === "daily" ? "realised" : risk.estimator,
    },
    costs: {
      ...costs,
      turnover_basis: risk.leverage_update === "daily" ? "traded" : costs.turnover_basis,
      overrides: Object.fromEntries(overrides),
      asset_classes: isDear ? Object.fromEntries(assets.slice(0, 2).map((asset) => [asset, "dear"])) : {},
    },
  }
  return JSON.parse(JSON.stringify(written)) as Written // drops what is undefined
}
