/** The process that fault tests start and end: one run, as its argument says; prints when it begins and what it got. */
import { existsSync } from "node:fs"
import { type Performance, perform } from "./graph.ts"
import { type Armed, armed, armedFiles, armedParts } from "./points.ts"

export interface Orders extends Performance {
  readonly arm?: Armed
  /** milliseconds that the time of day falls back by at every look */
  readonly clockBack?: number
  readonly patienceMs?: number
  /** waits for the file `gate` beside the cache */
  readonly gate?: boolean
}

const orders = JSON.parse(process.argv[2]!) as Orders

if (orders.clockBack !== undefined) {
  let now = Date.now()
  Date.now = () => (now -= orders.clockBack!)
}

const around = armed(orders.arm)
const parts = () => {
  const usual = armedParts(orders.folder, around)
  return { ...usual, patienceMs: orders.patienceMs ?? usual.patienceMs }
}
process.stdout.write("begun\n")
while (orders.gate && !existsSync(`${orders.folder}.gate`)) await new Promise((next) => setTimeout(next, 1))
try {
  const { sum, status, fates, errors } = await perform(orders, parts, armedFiles(around))
  for (const error of errors) process.stderr.write(`${String((error as Error).message)}\n`)
  process.stdout.write(`${JSON.stringify({ sum, status, fates })}\n`)
  if (status === "failed") process.exitCode = 1
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}
