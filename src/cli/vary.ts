/** `--vary path=a,b,c`: values are JSON where they parse as such, else text; commas inside brackets or quotes do not part them. */
import * as Effect from "effect/Effect"
import type { Vary } from "../experiment/sweep/grid.ts"
import { parseValue } from "./overrides.ts"
import { Usage } from "./Usage.ts"

export const parseVary = (settings: ReadonlyArray<string>): Effect.Effect<Vary, Usage> =>
  Effect.gen(function* () {
    const vary: Record<string, ReadonlyArray<unknown>> = {}
    for (const setting of settings) {
      const at = setting.indexOf("=")
      const path = setting.slice(0, at)
      if (at <= 0 || at === setting.length - 1) return yield* refuse(`--vary ${setting} has no values.`)
      if (Object.hasOwn(vary, path)) return yield* refuse(`--vary ${path} is given twice.`)
      const values = parts(setting.slice(at + 1))
      if (values.some((value) => value === "")) return yield* refuse(`--vary ${setting} has an empty value.`)
      vary[path] = values.map(parseValue)
    }
    return vary
  })

const refuse = (problem: string): Effect.Effect<never, Usage> =>
  Effect.fail(new Usage({ problem, remedy: "Write --vary path=a,b,c, as in --vary costs.spread_bps=1,2,4." }))

/** Split at the commas that stand in no bracket and no quotes. */
function parts(text: string): ReadonlyArray<string> {
  const found: Array<string> = []
  let depth = 0
  let quoted = false
  let from = 0
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if (char === '"' && text[i - 1] !== "\\") quoted = !quoted
    if (quoted) continue
    if (char === "[" || char === "{") depth++
    if (char === "]" || char === "}") depth--
    if (char === "," && depth === 0) {
      found.push(text.slice(from, i))
      from = i + 1
    }
  }
  return [...found, text.slice(from)].map((part) => part.trim())
}
