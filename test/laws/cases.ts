/** The cases that the laws are asked on: every node of the catalogue that runs on values alone, on drawn markets. */
import { catalogue } from "../../src/cli/catalogue.ts"
import * as Case from "../../src/dag/audit/Case.ts"
import type { Spec } from "../../src/dag/Node.ts"
import { formatIsoDate } from "../../src/kernel/civilDate.ts"
import { drawConfig } from "./configs.ts"
import { inputsOf } from "./inputs.ts"
import { Market } from "./Market.ts"

/** Nodes that cannot run without the world around them, and why. */
export const outside: Readonly<Record<string, string>> = {
  "data/prices": "reads a snapshot",
  "data/fetch-prices": "asks a source of live prices",
  "data/live-prices": "reads answers of a source, which have no rows before it has read them",
  "data/undated-listings": "has no inputs",
  "artifacts/config-yaml": "waits for a library to load",
  "artifacts/snapshot-manifest": "reads a snapshot",
  "experiment/trials": "reads the ledger",
}

export const lawfulSpecs: ReadonlyArray<Spec> = catalogue.filter(({ name }) => outside[name] === undefined)

/**
 * The same case for the same seed.
 *
 * @param loops whether an allocator may have a limit of trading
 */
export function drawCase(spec: Spec, seed: number, loops = true): Case.Case {
  const market = new Market(seed)
  const { assets, calendar } = market.world
  const dateAt = (share: number): string =>
    formatIsoDate(calendar.sessions[Math.floor(calendar.sessions.length * share)] ?? 10_000)
  const drawn = drawConfig(spec, seed, {
    keys: [...assets, "a", "b", "c", "x", "y"],
    date: dateAt(0.25),
    later: dateAt(0.75),
  })
  const config = isLoop(spec, drawn) && !(loops && loopsOf(spec, seed)) ? without(drawn, "trading") : drawn
  return Case.make(spec, config, inputsOf(spec, market))
}

/**
 * An allocator with a limit of trading runs a book along: each answer solves a program a decision, and laws ask for hundreds. All
 * share that code, so one is asked with it, in a market with bars and history enough.
 */
const isLoop = ({ name }: Spec, config: unknown): boolean =>
  name.startsWith("allocation/") && typeof config === "object" && config !== null && "trading" in config

const loopsOf = ({ name }: Spec, seed: number): boolean => name === "allocation/min-variance" && seed === 12

const without = (config: unknown, field: string): unknown =>
  Object.fromEntries(Object.entries(config as object).filter(([name]) => name !== field))
