/**
 * Whole studies of the original, as far as one of ours can be told the same: its capital shares, before leverage.
 *
 * They are long-only shares that do not look at the signal, so the study holds everything; its decisions see the close of
 * their session, as next_close lets them, and stand a row before the original's. What comes after cannot be had from a
 * config: its leverage rests on returns of a book that fills at the very close it is decided on with that close's return in
 * the estimates, which no execution here allows; caps after leverage aim at gross 1; its returns multiply signals in.
 * `vol-targeting`, `risk-caps` and `meta-*` compare those steps one by one.
 */
import * as Effect from "effect/Effect"
import { it } from "vitest"
import { study } from "../../dags/study.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"
import { resolveConfig } from "../../src/experiment/resolveConfig.ts"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import type { SnapshotManifest } from "../../src/pipeline/data/SnapshotManifest.ts"
import { evaluate } from "../support/evaluate.ts"
import { noTrials, studyContext } from "../support/studyContext.ts"
import { closesOf, describeGolden, readGolden, tallyOf } from "./support.ts"

interface Golden {
  readonly input: {
    readonly prices: string
    readonly tickers: ReadonlyArray<string>
    readonly loaded_from: string
    readonly loaded_to: string
  }
  readonly sector_map: Readonly<Record<string, string>> | null
  readonly first_result_date: string
  readonly weights_every_n_rows: number
  readonly raw_weights: Readonly<Record<string, ReadonlyArray<number | null>>>
}

interface Caps {
  readonly max_weight_per_asset?: number
  readonly max_sector_weight?: number
  readonly max_scale?: number
}

/** What differs from the original's defaults before leverage. */
const studies: Readonly<Record<string, { readonly lookback: number; readonly risk: Caps }>> = {
  "e2e-1-passthrough-defaults": { lookback: 60, risk: { max_weight_per_asset: 0.25 } },
  "e2e-2-two-strategies-risk-parity-pre-leverage": { lookback: 40, risk: { max_weight_per_asset: 0.3 } },
  "e2e-3-trend-weighted-sector-caps-both": {
    lookback: 60,
    risk: { max_weight_per_asset: 0.2, max_sector_weight: 0.35, max_scale: 1000 },
  },
  "e2e-4-sp20-30-years-meanrev": { lookback: 60, risk: {} },
}

describeGolden(
  "golden original/e2e",
  [...Object.keys(studies).map((name) => `golden/original/${name}.json`), "data/sp20-prices.csv"],
  () => {
    it.each(Object.keys(studies))("agrees with the capital shares of %s before leverage", (name) => {
      const golden = readGolden<Golden>(`original/${name}`)
      const tally = tallyOf(`original/${name}`)
      const closes = closesOf(pricesIn(golden))
      const { lookback, risk } = studies[name]!
      const { max_sector_weight: _, ...assetCaps } = risk
      const targets = targetsOf(closes, golden, { lookback, risk })
      const alone = targetsOf(closes, golden, { lookback, risk: assetCaps })
      const first = Calendar.rowOf(closes.calendar, parseIsoDate(golden.first_result_date)!)
      const shares = Object.values(golden.raw_weights)
      shares[0]!.forEach((_, k) => {
        const decision = first + k * golden.weights_every_n_rows - 1
        const theirs = closes.assets.map((asset) => golden.raw_weights[asset]![k]!)
        const ours = rowOf(targets, decision)
        const sectors = golden.sector_map ?? {}
        const wrong = cutTwice(closes.assets, ours, rowOf(alone, decision), sectors, risk)
        theirs.forEach((weight, i) => {
          if (wrong.has(sectors[closes.assets[i]!] ?? ""))
            tally.exempt("of a full sector with a name that its own cap cuts too: theirs are cut twice, Q4")
          else tally.same(ours[i]!, weight, `row ${k} ${closes.assets[i]}`, 1e-9)
        })
      })
      tally.finish(golden.sector_map === null ? 0 : 44)
    })
  },
)

/**
 * Values of a sector that is full while one of its names would be at its own cap without the sector's: the original cuts the
 * name first and then the whole sector, so that the others come out too large for their shares.
 */
function cutTwice(
  assets: ReadonlyArray<string>,
  ours: Float64Array,
  byAssetAlone: Float64Array,
  sectors: Readonly<Record<string, string>>,
  { max_weight_per_asset = Infinity, max_sector_weight = Infinity }: Caps,
): ReadonlySet<string> {
  const isAt = (value: number, cap: number) => value > cap - 1e-12
  return new Set(
    [...new Set(Object.values(sectors))].filter((sector) => {
      const places = assets.flatMap((asset, i) => (sectors[asset] === sector ? [i] : []))
      const sum = places.reduce((total, i) => total + ours[i]!, 0)
      return isAt(sum, max_sector_weight) && places.some((i) => isAt(byAssetAlone[i]!, max_weight_per_asset))
    }),
  )
}

const rowOf = ({ values, assets }: Panel.Panel, row: number): Float64Array =>
  values.subarray(row * assets.length, (row + 1) * assets.length)

const pricesIn = ({ input }: Golden) => ({
  prices: input.prices,
  tickers: input.tickers,
  from: input.loaded_from,
  to: input.loaded_to,
})

/** Target weights of the book before leverage. */
function targetsOf(
  closes: Panel.Panel,
  { sector_map }: Golden,
  { lookback, risk }: { readonly lookback: number; readonly risk: Caps },
): Panel.Panel {
  const written = {
    strategies: { everything: { type: "passthrough" } },
    execution: { execution_time: "next_close" },
    allocation: { lookback, rebalance: { frequency: "daily" } },
    risk: { ...risk, ...(sector_map === null ? {} : { sectors: sector_map }) },
  }
  const manifest = {
    calendar: "nyse",
    periods_per_year: 252,
    sectors: {},
    default_universe: closes.assets,
    symbols: [],
  } as unknown as SnapshotManifest
  const { config } = Effect.runSync(resolveConfig("golden", study, written, {}))
  const graph = Effect.runSync(prepare(study.files(config, manifest, studyContext)))
  const values = evaluate(
    graph,
    new Map<string, Readonly<Record<string, unknown>>>([
      ["data/prices", pricesOf(closes)],
      ["experiment/trials", noTrials],
    ]),
    { skip: ({ id }) => id.startsWith("artifacts/") },
  )
  const book = graph.nodes.find(({ id }) => id === "execution/fills@b2")!
  const { from, fromPort } = book.inputs.find(({ port }) => port === "targets")!
  return values.get(from.id)![fromPort] as Panel.Panel
}

function pricesOf(closes: Panel.Panel): Readonly<Record<string, unknown>> {
  const { calendar, assets } = closes
  const every = (value: number) => Panel.filled(calendar, assets, value)
  return {
    open: closes,
    high: closes,
    low: closes,
    close: closes,
    volume: every(0),
    dividend: every(0),
    split_ratio: every(1),
    adj_close: closes,
    listing_table: Object.fromEntries(
      assets.map((asset) => [asset, { first: Calendar.isoAt(calendar, 0), delisted: null }]),
    ),
  }
}
