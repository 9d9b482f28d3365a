/**
 * CPU of the nodes that judge a study, on 33 years of it: everything in a run folder's figures and significance.
 *
 *   npm run bench -- metrics [REPETITIONS]
 *
 * Median and fastest of the repetitions, after as many to warm up. The bootstrap draws a thousand histories and the rolling figures are a
 * table by session: both stand apart from the sums.
 */
import { judgedStudy } from "./judgedStudy.ts"
import { median } from "./median.ts"

const repetitions = Number(process.argv[2] ?? "50")
/** Each figure of the page on evaluation about the study itself, net and gross, with years, months and falls. */
const figures = new Set([
  "metrics/summary",
  "metrics/yearly",
  "metrics/monthly",
  "metrics/drawdowns",
  "metrics/significance",
  "metrics/deflation",
])
const apart = new Set(["metrics/bootstrap", "metrics/rolling"])

const timings = Object.entries(judgedStudy(repetitions)).map(([id, all]) => ({
  id,
  middle: median(all),
  least: Math.min(...all),
}))
for (const { id, middle, least } of timings.toSorted((a, b) => b.middle - a.middle))
  console.log(`${middle.toFixed(2).padStart(8)} ms, fastest ${least.toFixed(2)}  ${id}`)
show("figures and significance of the study", ({ id }) => figures.has(id))
show("all that judges it but bootstrap and rolling", ({ id }) => !apart.has(id))

function show(what: string, isMeant: (timing: (typeof timings)[number]) => boolean): void {
  const meant = timings.filter(isMeant)
  const sum = (of: "middle" | "least") => meant.reduce((total, timing) => total + timing[of], 0).toFixed(2)
  console.log(`${what}: ${sum("middle")} ms CPU, fastest ${sum("least")}`)
}
