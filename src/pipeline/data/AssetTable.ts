/**
 * What is known of the assets of a snapshot beside their bars: `assets.yaml`, asset by asset.
 *
 * All of it is part of the content of a snapshot: sectors serve caps and attribution, classes and costs the cost model.
 */
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as Result from "effect/Result"
import { nearest } from "../../dag/nearest.ts"
import { AssetFileRefused } from "./errors.ts"

const describe = (description: string) => ({ description })
const bps = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 10_000 }))

const AssetCosts = Schema.Struct({
  spread_bps: Schema.optionalKey(bps.annotate(describe("full bid-ask spread"))),
  slippage_bps: Schema.optionalKey(bps.annotate(describe("further loss on what is traded"))),
  impact_coefficient: Schema.optionalKey(
    Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 100 })).annotate(
      describe("coefficient of the square-root law"),
    ),
  ),
})

const AssetFacts = Schema.Struct({
  name: Schema.optionalKey(Schema.NonEmptyString.annotate(describe("in words"))),
  class: Schema.optionalKey(Schema.NonEmptyString.annotate(describe("asset class, for costs by class"))),
  sector: Schema.optionalKey(Schema.NonEmptyString.annotate(describe("for caps and attribution"))),
  costs: Schema.optionalKey(AssetCosts.annotate(describe("rates that costs.overrides of a study beat"))),
})
export interface AssetFacts extends Schema.Schema.Type<typeof AssetFacts> {}

export const AssetTable = Schema.Record(Schema.String, AssetFacts)
export type AssetTable = typeof AssetTable.Type

export const assetsFile = "assets.yaml"

const decode = Schema.decodeUnknownResult(AssetTable)
const formatIssue = SchemaIssue.makeFormatterStandardSchemaV1()

/**
 * The table that a file states, or every field of it that is wrong.
 *
 * @param stated a file's content as plain values
 * @param known assets that the file may name
 */
export function decodeAssets(
  file: string,
  stated: unknown,
  known: ReadonlyArray<string>,
): Result.Result<AssetTable, AssetFileRefused> {
  const decoded = decode(stated, { errors: "all", onExcessProperty: "error" })
  if (decoded._tag === "Failure") {
    const issues = formatIssue(decoded.failure.issue).issues.map(({ path, message }) => {
      const keys = (path ?? []).map((part) => String(typeof part === "object" ? part.key : part))
      return { path: keys.join("."), message: inWords(keys, message) }
    })
    return Result.fail(new AssetFileRefused({ file, issues }))
  }
  const issues = contradictions(decoded.success, known)
  return issues.length > 0
    ? Result.fail(new AssetFileRefused({ file, issues }))
    : Result.succeed(decoded.success)
}

const fields = Object.keys(AssetFacts.fields)
const costFields = Object.keys(AssetCosts.fields)

function inWords(keys: ReadonlyArray<string>, message: string): string {
  if (!/excess property/i.test(message)) return message
  const allowed = keys.length > 2 ? costFields : fields
  const near = nearest(keys.at(-1)!, allowed)
  return `unknown field; ${near === null ? `known here: ${allowed.join(", ")}` : `did you mean ${near}?`}`
}

function contradictions(table: AssetTable, known: ReadonlyArray<string>) {
  const assets = new Set(known)
  return Object.entries(table).flatMap(([asset, { class: assetClass }]) => {
    if (!assets.has(asset)) {
      const near = nearest(asset, known)
      return [{ path: asset, message: `no such asset${near === null ? "" : `; did you mean ${near}?`}` }]
    }
    return assetClass !== undefined && assets.has(assetClass)
      ? [
          {
            path: `${asset}.class`,
            message: `${assetClass} is the name of an asset, so it cannot name a class`,
          },
        ]
      : []
  })
}

export const sectorsOf = (table: AssetTable): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(table).flatMap(
      ([asset, { sector }]): ReadonlyArray<[string, string]> =>
        sector === undefined ? [] : [[asset, sector]],
    ),
  )

/** Assets and fields in one order, so that equal tables are equal texts. */
export function sortedAssets(table: AssetTable): AssetTable {
  const pick = <A extends object>(from: A, names: ReadonlyArray<string>): A =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = from[name as keyof A]
        return value === undefined ? [] : [[name, value]]
      }),
    ) as A // a copy with the same fields
  const assets = Object.keys(table).sort()
  return Object.fromEntries(
    assets.map((asset) => {
      const facts = pick(table[asset]!, fields)
      return [asset, facts.costs === undefined ? facts : { ...facts, costs: pick(facts.costs, costFields) }]
    }),
  )
}

/** The table as `assets.yaml`: text in quotes, so that no word is read as something else. */
export function assetsYaml(table: AssetTable): string {
  const lines = Object.entries(sortedAssets(table)).flatMap(([asset, { costs, ...words }]) => {
    const own = Object.entries(words).map(([field, text]) => `  ${field}: ${JSON.stringify(text)}`)
    const rates = Object.entries(costs ?? {}).map(([field, rate]) => `    ${field}: ${rate}`)
    const inner = [...own, ...(rates.length === 0 ? [] : ["  costs:", ...rates])]
    return inner.length === 0 ? [`${JSON.stringify(asset)}: {}`] : [`${JSON.stringify(asset)}:`, ...inner]
  })
  return lines.map((line) => `${line}\n`).join("")
}
