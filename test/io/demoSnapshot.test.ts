import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import type { StateInParts } from "../../src/dag/External.ts"
import { makeDemoSnapshot } from "../../src/io/makeDemoSnapshot.ts"
import { Prices } from "../../src/pipeline/data/prices.ts"
import type { Panel } from "../../src/domain/Panel.ts"
import { isoAt } from "../../src/domain/Calendar.ts"
import { inEmptyStore, servicesIn } from "./services.ts"

const snapshots = fileURLToPath(new URL("../../snapshots", import.meta.url))

describe("snapshots/demo", () => {
  it("is made again byte for byte, in less than 3 MB", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        yield* makeDemoSnapshot()
        yield* Effect.promise(async () => {
          const [made, shipped] = [join(folder, "demo"), join(snapshots, "demo")]
          const names = (await readdir(shipped)).sort()
          expect((await readdir(made)).sort()).toEqual(names)
          let bytes = 0
          for (const name of names) {
            const theirs = await readFile(join(shipped, name))
            expect((await readFile(join(made, name))).equals(theirs), name).toBe(true)
            bytes += theirs.length
          }
          expect(bytes).toBeLessThan(3_000_000)
        })
      }),
    ))

  const prices = (config: unknown) =>
    Effect.runPromise(
      (
        Prices.spec.run({}, config, { skip: 0, state: undefined, seed: 0 }) as Effect.Effect<
          Record<string, Panel> & { listing_table: Record<string, unknown> },
          Error
        >
      ).pipe(Effect.provide(servicesIn(snapshots))),
    )

  it("gives panels of its default universe, and of what is asked for in that order", async () => {
    const { close, volume } = await prices({ snapshot: "demo" })
    expect(close!.assets).toEqual(["USEQ", "TECH", "EMEQ", "REIT", "LTGB", "CRED", "GOLD", "TBIL"])
    expect([
      close!.calendar.sessions.length,
      isoAt(close!.calendar, 0),
      isoAt(close!.calendar, 3019),
    ]).toEqual([3020, "2013-01-02", "2024-12-31"])
    expect([close!, volume!].map(({ values }) => values.some(Number.isNaN))).toEqual([false, false])
    const some = await prices({ snapshot: "demo", assets: ["GONE", "USEQ"] })
    expect(some["close"]!.assets).toEqual(["GONE", "USEQ"])
    expect(some["close"]!.values.filter((_, at) => at % 2 === 1)).toEqual(
      close!.values.filter((_, at) => at % 8 === 0),
    )
    expect(some.listing_table).toEqual({
      GONE: { first: "2013-01-02", delisted: "2020-06-15" },
    })
    expect(some["open"]!.values.filter(Number.isNaN).length).toBe(3020 - 1873)
  })

  it("answers an asset that it does not have with the nearest", async () => {
    await expect(prices({ snapshot: "demo", assets: ["USEX"] })).rejects.toThrow(
      /no asset USEX in snapshot demo. Did you mean USEQ/,
    )
  })

  it("enters the key of a node by its content alone", async () => {
    const { content_hash } = JSON.parse(await readFile(join(snapshots, "demo", "manifest.json"), "utf8"))
    const ask = Prices.spec.external!({ snapshot: "demo" }) as Effect.Effect<StateInParts, Error>
    const { state } = await Effect.runPromise(ask.pipe(Effect.provide(servicesIn(snapshots))))
    expect(state).toBe(content_hash)
  })
})
