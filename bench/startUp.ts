/**
 * What a whole command costs: `bin/sage dag run experiments/trend.ts` on an empty cache and with everything cached, beside
 * the bare start of Node.
 *
 *   npm run bench -- startUp [REPETITIONS]
 *
 * Wall and CPU seconds as `time` of bash counts them, children (git) included; peak memory as Node tells it of itself.
 * The caches of compiled code are warm; run folders are removed again.
 */
import { spawnSync } from "node:child_process"
import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { scratchFolder } from "./engine/inProcess.ts"
import { median } from "./median.ts"

const repetitions = Number(process.argv[2] ?? "15")
const root = join(import.meta.dirname, "..")
const folder = scratchFolder()
const probe = join(folder, "probe.mjs")
writeFileSync(
  probe,
  'process.on("exit", () => console.error(`peak ${process.resourceUsage().maxRSS}`))', // kilobytes
)

interface Cost {
  readonly wallS: number
  readonly cpuS: number
  readonly peakMb: number
  readonly printed: string
}

function costOf(args: ReadonlyArray<string>): Cost {
  const script = `TIMEFORMAT='time %R %U %S'; time "$0" "$@"`
  const child = spawnSync("bash", ["-c", script, process.execPath, `--import=${probe}`, ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  })
  if (child.status !== 0) throw new Error(`${args.join(" ")} ended with ${child.status}: ${child.stderr}`)
  const [, wall, user, system] = /^time (\S+) (\S+) (\S+)$/m.exec(child.stderr)!
  const [, peak] = /^peak (\d+)$/m.exec(child.stderr)!
  return {
    wallS: Number(wall),
    cpuS: Number(user) + Number(system),
    peakMb: Number(peak) / 1024,
    printed: child.stdout,
  }
}

/** @param cache name of a folder of results; a new one makes the run cold */
function runStudy(cache: string, expected: "computed" | "cached"): Cost {
  const sage = ["bin/sage", "dag", "run", "experiments/trend.ts", "--json", "--cache", join(folder, cache)]
  const cost = costOf(sage)
  const { run_dir, nodes } = JSON.parse(cost.printed) as { run_dir: string; nodes: Record<string, number> }
  rmSync(join(root, run_dir), { recursive: true })
  if (nodes[expected] !== nodes["total"]) throw new Error(`Not all ${expected}: ${JSON.stringify(nodes)}`)
  return cost
}

runStudy("warm", "computed") // builds the bundle and compiles it
runStudy("warm", "cached")
const rounds = Array.from({ length: repetitions }, (_, round) => ({
  node: costOf(["-e", "0"]),
  cached: runStudy("warm", "cached"),
  cold: runStudy(`cold-${round}`, "computed"),
}))
const of = (what: keyof (typeof rounds)[number], figure: "wallS" | "cpuS" | "peakMb"): number =>
  median(rounds.map((round) => round[what][figure]))
const ratio = (what: "cached" | "cold", figure: "wallS" | "cpuS"): string =>
  `${of(what, figure).toFixed(3)} s (${(of(what, figure) / of("node", figure)).toFixed(1)} × Node's start)`

console.log(`medians of ${repetitions}`)
console.log(`Node alone:  wall ${of("node", "wallS").toFixed(3)} s, CPU ${of("node", "cpuS").toFixed(3)} s`)
for (const what of ["cached", "cold"] as const) {
  const costs = `wall ${ratio(what, "wallS")}, CPU ${ratio(what, "cpuS")}`
  console.log(`${`all ${what}:`.padEnd(12)} ${costs}, peak ${of(what, "peakMb").toFixed(0)} MB`)
}
