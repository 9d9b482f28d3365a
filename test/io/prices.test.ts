import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { isoAt } from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"
import { Prices } from "../../src/pipeline/data/prices.ts"
import { servicesIn } from "./services.ts"

const snapshots = fileURLToPath(new URL("../../snapshots", import.meta.url))

const prices = (config: unknown): Promise<Readonly<Record<string, Panel.Panel>>> => {
  const run = Prices.spec.run({}, config, { skip: 0, state: undefined, seed: 0 })
  return Effect.runPromise(
    (run as Effect.Effect<Readonly<Record<string, Panel.Panel>>, Error>).pipe(
      Effect.provide(servicesIn(snapshots)),
    ),
  )
}

describe("data/prices", () => {
  it("reads up to `end` what it reads without it, whether or not that is a session", async () => {
    const whole = await prices({ snapshot: "demo", assets: ["GONE", "USEQ"] })
    for (const [end, rows] of [
      ["2019-03-15", 1561],
      ["2019-03-17", 1561],
      ["2012-01-01", 0],
      ["2030-01-01", 3020],
    ] as const) {
      const part = await prices({ snapshot: "demo", assets: ["GONE", "USEQ"], end })
      for (const field of ["open", "close", "volume", "dividend", "split_ratio"])
        expect(part[field], `${field} to ${end}`).toEqual(Panel.slice(whole[field]!, 0, rows))
    }
    expect(isoAt(whole["close"]!.calendar, 1560)).toBe("2019-03-15")
  })
})
