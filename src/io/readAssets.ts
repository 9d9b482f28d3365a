/** A file about assets, as `--assets` names it: YAML, checked field by field. */
import * as Effect from "effect/Effect"
import { basename } from "node:path"
import { type AssetTable, decodeAssets } from "../pipeline/data/AssetTable.ts"
import { AssetFileRefused } from "../pipeline/data/errors.ts"
import { readBytes } from "./files.ts"
import { parseYaml } from "./parseYaml.ts"

/**
 * @param tickers assets of the snapshot
 * @param isSelection whether the snapshot holds a choice of assets, so that the file may name others, which are left out
 */
export const readAssets = Effect.fnUntraced(function* (
  path: string,
  tickers: ReadonlyArray<string>,
  isSelection: boolean,
) {
  const file = basename(path)
  const parsed = parseYaml(new TextDecoder().decode(yield* readBytes(path)))
  if (parsed._tag === "Bad") {
    return yield* new AssetFileRefused({ file, issues: [{ path: "", message: parsed.problem }] })
  }
  const named = typeof parsed.value === "object" && parsed.value !== null ? Object.keys(parsed.value) : []
  const known = isSelection ? [...new Set([...tickers, ...named])] : tickers
  const table = yield* Effect.fromResult(decodeAssets(file, parsed.value, known))
  const isThere = new Set(tickers)
  return Object.fromEntries(
    Object.entries(table).filter(([asset]) => isThere.has(asset)),
  ) satisfies AssetTable
})
