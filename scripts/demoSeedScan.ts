// Looks for the seed of the shipped demo market: the smallest that keeps every acceptance bound (tests S and C).
//
//   npx --no-install node --conditions=sage-source scripts/demoSeedScan.ts [LAST]
//
// Tries the seeds 1 … LAST (400), prints what each breaks, and writes the result between the marks in
// docs/demo-market.md. About a fifth of a second a seed.
import { readFileSync, writeFileSync } from "node:fs"
import { acceptanceFailures } from "../test/pipeline/data/demo/statistics/acceptanceFailures.ts"
import { bounds } from "../test/pipeline/data/demo/statistics/bounds.ts"
import { measureMarket, type Measures } from "../test/pipeline/data/demo/statistics/measureMarket.ts"
import { generateDemoMarket } from "../src/pipeline/data/demo/generateDemoMarket.ts"

const last = Number(process.argv[2] ?? 400)
const page = new URL("../docs/demo-market.md", import.meta.url)
const marks = ["<!-- scan -->", "<!-- /scan -->"] as const

const passed: Array<number> = []
const broken = new Map<string, number>()
const failuresPerSeed: Array<number> = []
let shipped: Measures | undefined

for (let seed = 1; seed <= last; seed++) {
  const market = generateDemoMarket({ seed })
  const measures = measureMarket(market)
  const failures = acceptanceFailures(market, measures)
  for (const failure of failures) broken.set(failure, (broken.get(failure) ?? 0) + 1)
  failuresPerSeed.push(failures.length)
  console.log(`${seed}: ${failures.length === 0 ? "passes" : failures.join(", ")}`)
  if (failures.length > 0) continue
  passed.push(seed)
  shipped ??= measures
}

const text = readFileSync(page, "utf8")
const [before, rest] = text.split(marks[0])
const after = rest?.split(marks[1])[1]
if (before === undefined || after === undefined)
  throw new Error(`${page.pathname} has no ${marks.join(" … ")}`)
writeFileSync(page, `${before}${marks[0]}\n${report()}\n${marks[1]}${after}`)

function report(): string {
  const count = (n: number) => failuresPerSeed.filter((failures) => failures === n).length
  const worst = [...broken].sort(([, a], [, b]) => b - a).slice(0, 8)
  return [
    `| seeds tried | passed | broke 1 bound | broke 2 | broke 3 or more | shipped |`,
    `|---|---|---|---|---|---|`,
    `| 1…${last} | ${passed.length}: ${passed.join(", ")} | ${count(1)} | ${count(2)} | ` +
      `${failuresPerSeed.filter((n) => n > 2).length} | ${passed[0] ?? "none"} |`,
    "",
    `Broken most often: ${worst.map(([name, times]) => `${name} (${times})`).join(", ")}.`,
    ...(shipped === undefined ? [] : ["", ...table(shipped)]),
  ].join("\n")
}

function table(measures: Measures): ReadonlyArray<string> {
  const number = (x: number) => String(Math.round(x * 1000) / 1000)
  const rows = bounds.map(
    ([name, low, high]) => `| ${name} | ${number(measures[name])} | ${number(low)} … ${number(high)} |`,
  )
  return ["| statistic of the shipped seed | value | bound |", "|---|---|---|", ...rows]
}
