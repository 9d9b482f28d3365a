// The second run of the demo must find everything cached and install nothing.
//
//   node .ci/all-cached.mjs STDOUT-FILE STDERR-FILE
import { readFileSync } from "node:fs"

const [stdout, stderr] = process.argv.slice(2).map((file) => readFileSync(file, "utf8"))
const complaints = []
if (/Installing|Building/.test(stderr)) complaints.push("it installed or built something again")
const { nodes } = JSON.parse(stdout)
console.log(`nodes: ${JSON.stringify(nodes)}`)
if (!(nodes.total > 0) || nodes.cached !== nodes.total)
  complaints.push(`${nodes.cached} of ${nodes.total} nodes were cached`)
for (const complaint of complaints) console.log(`The second demo: ${complaint}.`)
process.exitCode = complaints.length === 0 ? 0 : 1
