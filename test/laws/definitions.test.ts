/** What is defined is in the catalogue, so that no node escapes the laws; what reads everything says why. */
import * as Schema from "effect/Schema"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { catalogue } from "../../src/cli/catalogue.ts"
import type { Spec } from "../../src/dag/Node.ts"
import type { Reach } from "../../src/dag/Reach.ts"
import { projectRoot } from "../toolchain/scratch.ts"
import { drawCase, lawfulSpecs, outside } from "./cases.ts"

/** Names of the definitions in the sources below a folder, by text search. */
function namesIn(folder: string): ReadonlyArray<string> {
  const files = readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" })
  return files
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const text = readFileSync(join(projectRoot, folder, file), "utf8")
      return text
        .split("Node.define(")
        .slice(1)
        .map((part) => /name: "([^"]+)"/.exec(part)?.[1] ?? `? in ${file}`)
    })
}

describe("the catalogue", () => {
  it("has every definition of the sources, and each once", () => {
    const defined = ["src/pipeline", "src/experiment"].flatMap(namesIn)
    expect(catalogue.map(({ name }) => name).sort()).toEqual([...defined].sort())
    expect(new Set(defined).size).toBe(defined.length)
  })

  it("is under the laws, but for what cannot run without the world", () => {
    const exempt = Object.keys(outside)
    expect([...lawfulSpecs.map(({ name }) => name), ...exempt].sort()).toEqual(
      catalogue.map(({ name }) => name).sort(),
    )
  })
})

describe("a node that takes part in decisions", () => {
  const stages = /^(intent|execution|allocation)\//
  const isRecord = ({ outputs }: Spec): boolean =>
    Object.values(outputs).every(({ type }) => type.axis === undefined)

  it("says so: every one of intent, execution and allocation that does more than record", () => {
    const deciding = catalogue.filter((spec) => stages.test(spec.name) && !isRecord(spec))
    expect(deciding.filter(({ decides }) => !decides).map(({ name }) => name)).toEqual([])
    expect(deciding.length).toBeGreaterThan(10)
  })

  it("and no other", () => {
    const others = catalogue.filter((spec) => !stages.test(spec.name) || isRecord(spec))
    expect(others.filter(({ decides }) => decides).map(({ name }) => name)).toEqual([])
  })
})

describe("a node that reads all of history, or everything, says why", () => {
  const reasons: Readonly<Record<string, string>> = {
    "execution/orders": "whole: a record has no time axis",
    "allocation/empty-legs": "whole: a list has no time axis",
    "allocation/still-prices": "whole: a list has no time axis",
    "allocation/constraint-diagnostics": "whole: a list has no time axis",
    "allocation/cap-bindings": "whole: a list has no time axis",
    "costs/summary": "whole: a summary has no time axis",
    "metrics/window": "whole: a window has no time axis",
    "metrics/equity.net": "history: equity compounds every return since the first fill",
    "metrics/equity.window": "whole: a window has no time axis",
    "metrics/drawdown": "history: the peak is the highest equity since the start",
    "metrics/summary": "whole: metrics have no time axis",
    "metrics/yearly": "whole: metrics have no time axis",
    "metrics/monthly": "whole: metrics have no time axis",
    "metrics/by-fold": "whole: metrics have no time axis",
    "metrics/by-rebalance": "whole: a record has no time axis",
    "metrics/capacity": "whole: metrics have no time axis",
    "metrics/deflation": "whole: metrics have no time axis",
    "experiment/trials": "whole: a count has no time axis",
    "metrics/dialect": "whole: metrics have no time axis",
    "metrics/drawdowns": "whole: metrics have no time axis",
    "metrics/overfitting": "whole: metrics have no time axis",
    "metrics/relative": "whole: metrics have no time axis",
    "metrics/rolling.window": "whole: a window has no time axis",
    "metrics/counted-returns.eligible": "history: a session counts when a first fill lies behind it",
    "metrics/counted-returns.book": "history: a session counts when a first fill lies behind it",
    "validation/folds": "whole: a list of windows has no time axis",
    "validation/best-in-training": "history: a training window may begin with the first session",
    "validation/choices": "whole: a record has no time axis",
    "validation/walk-forward-splits": "whole: a list of splits has no time axis",
    "validation/purged-k-fold": "whole: a list of splits has no time axis",
    "validation/combinatorial-purged": "whole: a list of splits has no time axis",
    "metrics/significance": "whole: metrics have no time axis",
    "metrics/bootstrap": "whole: metrics have no time axis",
    "attribution/summary": "whole: a summary has no time axis",
    "artifacts/baselines": "whole: a document has no rows",
    "artifacts/comparison": "whole: a document has no rows",
    "artifacts/config-yaml": "whole: a document has no rows",
    "artifacts/panel-parquet": "whole: a file holds every row",
    "artifacts/series-parquet": "whole: a file holds every row",
    "artifacts/snapshot-manifest": "whole: a document has no rows",
    "artifacts/warnings": "whole: a document has no rows",
  }

  it("and these are all of them", () => {
    const found = catalogue.flatMap((spec) =>
      reachesOf(spec).flatMap(([port, { kind, reason }]) =>
        kind === "history" || kind === "whole"
          ? [[`${spec.name}${port}`, `${kind}: ${reason}`] as const]
          : [],
      ),
    )
    expect(Object.fromEntries(found)).toEqual(reasons)
  })
})

/** The reach of a node, or of each of its ports, for a config that it accepts. */
function reachesOf(spec: Spec): ReadonlyArray<readonly [port: string, reach: Reach]> {
  const config =
    outside[spec.name] === undefined
      ? drawCase(spec, 1).config
      : Schema.decodeUnknownSync(spec.config)({
          snapshot: "demo",
          resolved: {},
          question: "",
          config_hash: "",
          source: { kind: "yahoo" },
          symbol: "SPY",
          from: "2000-01-01",
          assets: ["SPY"],
          calendar: "nyse",
          needs_opens: true,
        })
  const reach = spec.reach(config)
  return "kind" in reach && typeof reach.kind === "string"
    ? [["", reach as Reach]]
    : Object.entries(reach as Readonly<Record<string, Reach>>).map(([port, one]) => [`.${port}`, one])
}
