/**
 * What an import costs: reading a file, and all of `sage snapshot import` in a process of its own.
 *
 *   npm run bench -- import FILE [--adjustment raw] [--calendar nyse] …
 *
 * CPU seconds (user and system) and peak memory of a whole process each, medians of five; the options are those of the command.
 */
import { spawnSync } from "node:child_process"
import { basename, resolve } from "node:path"
import * as Effect from "effect/Effect"
import { readTable } from "../src/io/readTable.ts"
import { tableLayout } from "../src/pipeline/data/tableLayout.ts"
import { inFolder, servicesIn } from "../test/io/services.ts"
import { median } from "./median.ts"

const repetitions = 5
const [mode, file, ...flags] = process.argv.slice(2)

interface Cost {
  readonly cpuS: number
  readonly wallS: number
  readonly peakMb: number
  readonly what: string
}

async function measured(work: () => Promise<string>): Promise<void> {
  const [before, startedAt] = [process.cpuUsage(), performance.now()]
  const what = await work()
  const { user, system } = process.cpuUsage(before)
  const cost: Cost = {
    cpuS: (user + system) / 1e6,
    wallS: (performance.now() - startedAt) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
    what,
  }
  console.log(JSON.stringify(cost))
}

const read = async (path: string): Promise<string> => {
  const { table } = await Effect.runPromise(readTable(path, (names) => tableLayout(basename(path), names)))
  return `${table.rows} rows of ${table.numbers.length} numbers, ${table.notes.length} notes`
}

const importWhole = (path: string): Promise<string> =>
  inFolder(async (root) => {
    const { importSnapshot } = await import("../src/io/importSnapshot.ts")
    const options = Object.fromEntries(
      Array.from({ length: flags.length / 2 }, (_, i) => [flags[2 * i]!.slice(2), flags[2 * i + 1]!]),
    )
    const { manifest, defects } = await Effect.runPromise(
      importSnapshot([path], "bench", options).pipe(Effect.provide(servicesIn(root))),
    )
    return `${manifest.rows} rows of ${manifest.symbols.length} assets, ${defects.length} defects`
  })

function costOf(part: "read" | "whole", path: string, options: ReadonlyArray<string>): Cost {
  const args = ["--conditions=sage-source", import.meta.filename, part, path, ...options]
  const child = spawnSync(process.execPath, args, { encoding: "utf8" })
  if (child.status !== 0) throw new Error(`${part} ended with ${child.status}: ${child.stderr}`)
  return JSON.parse(child.stdout) as Cost
}

if (mode === "read") await measured(() => read(file!))
else if (mode === "whole") await measured(() => importWhole(file!))
else if (mode === undefined) {
  console.error("Which file? npm run bench -- import FILE [--adjustment raw] …")
  process.exitCode = 2
} else {
  const options = file === undefined ? [] : [file, ...flags]
  for (const part of ["read", "whole"] as const) {
    const costs = Array.from({ length: repetitions }, () => costOf(part, resolve(mode), options))
    const of = (value: (cost: Cost) => number, digits: number) => median(costs.map(value)).toFixed(digits)
    console.log(
      `${part}: ${of(({ cpuS }) => cpuS, 2)} s CPU, ${of(({ wallS }) => wallS, 2)} s, peak ${of(({ peakMb }) => peakMb, 0)} MB: ${costs[0]!.what}`,
    )
  }
}
