/** `--set path=value`: values are JSON where they parse as such (4, true, [1,2], null), else text. */
import * as Effect from "effect/Effect"
import { Usage } from "./Usage.ts"

export function parseOverrides(
  settings: ReadonlyArray<string>,
): Effect.Effect<Readonly<Record<string, unknown>>, Usage> {
  const overrides: Record<string, unknown> = {}
  for (const setting of settings) {
    const at = setting.indexOf("=")
    if (at <= 0) {
      return Effect.fail(
        new Usage({
          problem: `--set ${setting} has no value.`,
          remedy: "Write --set path=value, as in --set costs.spread_bps=4.",
        }),
      )
    }
    const path = setting.slice(0, at)
    if (path === "__proto__") {
      return Effect.fail(
        new Usage({
          problem: `--set ${setting}: there is no field __proto__.`,
          remedy: "Name a field of the config.",
        }),
      )
    }
    overrides[path] = parseValue(setting.slice(at + 1))
  }
  return Effect.succeed(overrides)
}

export function parseValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text // a word: --set allocation.method=equal_weight
  }
}
