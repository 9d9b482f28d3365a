/** Snapshots in words and as JSON. */
import type { AssetTable } from "../../../pipeline/data/AssetTable.ts"
import { parseSnapshotName } from "../../../pipeline/data/names.ts"
import type { SnapshotManifest } from "../../../pipeline/data/SnapshotManifest.ts"
import { table } from "../../../report/text/table.ts"

interface DefectView {
  readonly kind: string
  readonly asset: string
  readonly date: string
  readonly detail: string
  readonly action: string
}

export const summaryOf = (manifest: SnapshotManifest, defects: ReadonlyArray<DefectView>) => ({
  snapshot: manifest.name,
  version: parseSnapshotName(manifest.name).version,
  hash: manifest.content_hash,
  rows: manifest.rows,
  first_session: manifest.first_session,
  last_session: manifest.last_session,
  assets: manifest.symbols.length,
  defects,
})

export function manifestText(manifest: SnapshotManifest): string {
  const rows = manifest.symbols.map(({ ticker, first_session, last_session, rows: count, delisted }) => [
    `  ${ticker}`,
    `${first_session} … ${last_session}`,
    `${count} rows`,
    delisted === undefined ? "" : `delisted ${delisted}`,
  ])
  const retrieved = manifest.retrieved_at === undefined ? "" : `, retrieved ${manifest.retrieved_at}`
  return [
    `${manifest.name}: ${manifest.rows} bars of ${manifest.symbols.length} assets, ${manifest.first_session} … ${manifest.last_session}`,
    `${manifest.kind}, from ${manifest.source}${retrieved}; prices ${manifest.adjustment}, dividends ${manifest.dividend_source}, ${manifest.has_opens ? "with opens" : "closes only"}, calendar ${manifest.calendar}, ${manifest.currency}`,
    `content ${manifest.content_hash}`,
    table(rows, ["left", "left", "right", "left"]),
    ...(manifest.assets === undefined ? [] : ["", assetsText(manifest.assets)]),
  ].join("\n")
}

/** assets.yaml as a table; blank where it says nothing. */
function assetsText(assets: AssetTable): string {
  const head = ["  asset", "name", "class", "sector", "spread bps", "slippage bps", "impact"]
  const rows = Object.entries(assets).map(([asset, { name, class: assetClass, sector, costs = {} }]) => [
    `  ${asset}`,
    name ?? "",
    assetClass ?? "",
    sector ?? "",
    String(costs.spread_bps ?? ""),
    String(costs.slippage_bps ?? ""),
    String(costs.impact_coefficient ?? ""),
  ])
  return table([head, ...rows], ["left", "left", "left", "left", "right", "right", "right"])
}
