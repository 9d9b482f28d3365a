/** A user's own graph, one edit at a time: what `sage why` says of each. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Explanation } from "../../src/dag/Explain.ts"
import type { Reason } from "../../src/dag/Reason.ts"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import { appendDay, editSnapshot, reviseClose } from "./editSnapshot.ts"
import { makeProject, type RunJson } from "./project.ts"

const project = makeProject()
afterAll(() => project.remove())

const experiment = `
import { Document, Experiment, Node, Panel, Reach, Study } from "sage"
import { Prices } from "sage/data"
import * as Schema from "effect/Schema"
import ms from "ms"
import { score } from "./lib/score.ts"
import { clamp } from "./lib/index.ts"
import table from "./lib/table.json" with { type: "json" }

const Score = Node.define({
  name: "own/score",
  title: "a price on a scale of its own",
  config: Schema.Struct({ scale: Schema.Finite }),
  inputs: { close: Panel.type },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "each",
  run: ({ close }, { scale }) => Panel.like(close, close.values.map((price) => clamp(score(price) * scale))),
})

const Sign = Node.define({
  name: "own/sign",
  title: "1 above the table's level, else 0",
  config: Schema.Struct({}),
  inputs: { score: Panel.type },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "each",
  run: ({ score }) => Panel.like(score, score.values.map((x) => (Number.isNaN(x) ? NaN : x > table.level ? 1 : 0))),
})

const Noise = Node.define({
  name: "own/noise",
  title: "a number of the seed",
  config: Schema.Struct({}),
  inputs: {},
  output: Document.of("own-number", Schema.Finite),
  reach: () => Reach.point,
  scope: "all",
  stream: "noise",
  run: (_, __, { seed }) => seed + ms("2 days"),
})

const Mean = Node.define({
  name: "own/mean",
  title: "mean of the signs, with noise",
  config: Schema.Struct({}),
  inputs: { sign: Panel.type, noise: Document.of("own-number", Schema.Finite) },
  output: Document.of("own-number", Schema.Finite),
  reach: () => Reach.whole("a mean reads everything"),
  scope: "all",
  run: ({ sign, noise }) => {
    const known = sign.values.filter((x) => !Number.isNaN(x))
    return known.reduce((a, b) => a + b, 0) / Math.max(1, known.length) + noise
  },
})

export default Experiment.define({
  question: "How often is a price high?",
  graph: Study.define({
    config: Schema.Struct({ snapshot: Schema.String, seed: Schema.Int, scale: Schema.Finite }),
    snapshot: ({ snapshot }) => snapshot,
    seed: ({ seed }) => seed,
    optimisticFill: () => false,
    objections: () => [],
    files: ({ snapshot, scale }) => {
      const score = Score({ scale }, { close: Prices({ snapshot }, {}).close })
      return { "mean.json": Mean({}, { sign: Sign({}, { score }), noise: Noise({}, {}) }) }
    },
  }),
  config: { snapshot: "demo", seed: 0, scale: 1 },
})
`

const files: Readonly<Record<string, string>> = {
  "experiments/own.ts": experiment,
  "experiments/lib/score.ts": `import { curve } from "./curve.ts"\nexport const score = (price: number): number => curve(price)\n`,
  "experiments/lib/curve.ts": `import { bend } from "./bend.ts"\nexport const curve = (price: number): number => bend(price) / 2\n`,
  "experiments/lib/bend.ts": `// how far a price is bent\nexport const bend = (price: number): number => price + 1\n`,
  "experiments/lib/index.ts": `export { limit as clamp } from "./limit.ts"\n`,
  "experiments/lib/limit.ts": `const most = 1000\n\nexport function limit(x: number): number {\n  return x > most ? most : x\n}\n`,
  "experiments/lib/table.json": `{ "level": 60 }\n`,
  "package-lock.json": lockfile("2.1.3"),
}

function lockfile(version: string): string {
  const entry = { version, integrity: `sha512-of-${version}` }
  return JSON.stringify({ lockfileVersion: 3, packages: { "node_modules/ms": entry } })
}

const own = "experiments/own.ts"
const run = (...args: ReadonlyArray<string>) => project.json<RunJson>("dag", "run", own, ...args)
const why = (node: string, ...args: ReadonlyArray<string>) =>
  project.json<Explanation>("why", own, node, ...args)
const whyText = async (node: string, ...args: ReadonlyArray<string>) =>
  (await project.sage("why", own, node, ...args)).stdout

/** From a run of the files as they are: changes one, asks, and puts it back. */
async function withEdit<A>(file: string, from: string, to: string, ask: () => Promise<A>): Promise<A> {
  const source = readFileSync(join(project.root, file), "utf8")
  expect(source).toContain(from)
  await run()
  project.write(file, source.replace(from, to))
  try {
    return await ask()
  } finally {
    project.write(file, source)
  }
}

const idsOf = ({ chain }: Explanation) => chain.map(({ id }) => id)

/** The one declaration that the chain begins with. */
function declarationOf({ chain }: Explanation) {
  const reason = chain[0]!.reasons[0] as Extract<Reason, { kind: "code-changed" }>
  expect(reason.kind).toBe("code-changed")
  expect(reason.declarations.length).toBe(1)
  return reason.declarations[0]!
}

beforeAll(async () => {
  for (const [file, text] of Object.entries(files)) project.write(file, text)
  await run()
})

describe("why, after an edit", () => {
  it("three imports away, names file, line, old and new text, before and after the run", () =>
    withEdit("experiments/lib/bend.ts", "price + 1", "price * 2", async () => {
      const before = await why("own/mean")
      expect(before.about).toBe("next-run")
      expect(idsOf(before)).toEqual(["own/score", "own/sign", "own/mean"])
      expect(declarationOf(before)).toMatchObject({
        change: "changed",
        name: "bend",
        line: 2,
        before: "export const bend = (price: number): number => price + 1",
        after: "export const bend = (price: number): number => price * 2",
      })
      const after = await run()
      expect(after.computed_nodes).toEqual(["own/score", "own/sign", "own/mean"])
      const text = await whyText("own/mean")
      expect(text).toMatch(/own\/score: its code changed: bend changed \(.*experiments\/lib\/bend\.ts:2\)/)
      expect(text).toMatch(/- export const bend = .* price \+ 1\n\s+\+ export const bend = .* price \* 2/)
      expect(text).toMatch(/→ own\/mean: its input sign changed/)
    }))

  it("in a re-exported helper's constant, names the constant where it stands", () =>
    withEdit("experiments/lib/limit.ts", "most = 1000", "most = 50", async () => {
      const told = declarationOf(await why("own/score"))
      expect(told.name).toBe("most")
      expect(told.file).toMatch(/experiments\/lib\/limit\.ts$/)
      expect([told.before, told.after]).toEqual(["const most = 1000", "const most = 50"])
    }))

  it("in a JSON import, names the file and the texts", () =>
    withEdit("experiments/lib/table.json", "60", "70", async () => {
      const told = await why("own/mean")
      expect(idsOf(told)).toEqual(["own/sign", "own/mean"])
      const { file, before, after } = declarationOf(told)
      expect(file).toMatch(/table\.json$/)
      expect(before).toContain("60")
      expect(after).toContain("70")
    }))

  it("of a package's lockfile entry, names both versions", () =>
    withEdit("package-lock.json", files["package-lock.json"]!, lockfile("2.1.4"), async () => {
      const told = await why("own/mean")
      expect(told.chain[0]).toEqual({
        id: "own/noise",
        reasons: [
          {
            kind: "package-changed",
            name: "ms",
            old: "2.1.3 sha512-of-2.1.3",
            new: "2.1.4 sha512-of-2.1.4",
          },
        ],
      })
      expect(await whyText("own/noise")).toContain("the package ms changed from 2.1.3")
    }))

  it("that changes no output, names the node at which the change ended", () =>
    withEdit("experiments/lib/limit.ts", "most = 1000", "most = 1e6", async () => {
      const { computed_nodes } = await run()
      expect(computed_nodes).toEqual(["own/score"])
      const told = await why("own/mean")
      expect(told.status).toBe("cached")
      expect(told.cutOff!.nodes.map(({ id }) => id)).toEqual(["own/score"])
      expect(await whyText("own/mean")).toMatch(
        /gave what they gave before.*\n {2}own\/score: its code changed: most/,
      )
    }))
})

describe("why, after a change of what the run was told", () => {
  it("names the path with old and new value", async () => {
    await run()
    const told = await why("own/mean", "--set", "scale=3")
    expect(told.chain[0]).toEqual({
      id: "own/score",
      reasons: [{ kind: "config-changed", path: "scale", old: 1, new: 3 }],
    })
  })

  it("names the seed with old and new value", async () => {
    const told = await why("own/mean", "--set", "seed=7")
    expect(told.chain[0]).toEqual({
      id: "own/noise",
      reasons: [{ kind: "seed-changed", old: 0, new: 7 }],
    })
  })
})

describe("why, after a change of the data", () => {
  const changeOf = ({ chain }: Explanation) => {
    const reason = chain.find(({ id }) => id === "own/score")!.reasons[0]!
    return reason.kind === "input-changed" ? reason.change : undefined
  }

  it("tells an appended day with its date", async () => {
    await editSnapshot(project.root, "demo", "later", (bars) => appendDay(bars, parseIsoDate("2025-01-02")!))
    await run()
    await run("--set", "snapshot=later")
    const told = await why("own/mean", "--set", "snapshot=later")
    expect(idsOf(told)[0]).toBe("data/prices")
    expect(changeOf(told)).toEqual({
      first: "2025-01-02",
      last: "2025-01-02",
      parts: [{ kind: "appended", rows: 1, first: "2025-01-02", last: "2025-01-02" }],
    })
    expect(await whyText("own/score", "--set", "snapshot=later")).toContain(
      "its input close changed (data/prices.close): 1 row appended, 2025-01-02",
    )
  })

  it("plans the appended day as one row once the code has passed its laws, and runs no more", async () => {
    const told = ["--set", "snapshot=later", "--set", "scale=5"]
    await run("--set", "scale=5")
    await project.json("audit", own, "--set", "scale=5")
    await run(...told, "--target", "data/prices")
    const { nodes } = await project.json<{
      nodes: ReadonlyArray<{ id: string; status: string; rows: unknown; predicted_ms: number; text: string }>
    }>("dag", "plan", own, ...told)
    const row = (id: string) => nodes.find((node) => node.id === id)!
    const rows = { at_most: 1, of: 3021, first: "2025-01-02", last: "2025-01-02" }
    expect(row("own/score")).toMatchObject({ status: "extend", rows })
    expect(row("own/score").text).toContain("at most 1 of 3021 rows, 2025-01-02")
    expect(row("own/score").predicted_ms).toBeGreaterThan(0)
    expect(row("own/sign")).toMatchObject({ status: "extend", rows })
    expect(row("own/sign").text).toMatch(/^may run, at most 1/)
    expect(row("own/mean")).toMatchObject({ status: "unknown", text: "unknown until own/sign has run" })
    const { stdout } = await project.sage("dag", "run", own, ...told)
    expect(stdout).toMatch(/extended by 1 row: own\/score, own\/sign/)
  })

  it("tells a revised cell with date and asset", async () => {
    const revise = (bars: Parameters<typeof reviseClose>[0]) =>
      reviseClose(bars, "GOLD", parseIsoDate("2019-06-12")!)
    await editSnapshot(project.root, "demo", "revised", revise)
    await run()
    await run("--set", "snapshot=revised")
    const told = await why("own/score", "--set", "snapshot=revised")
    expect(changeOf(told)!.parts).toEqual([
      { kind: "revised", rows: 1, cells: 1, columns: ["GOLD"], first: "2019-06-12", last: "2019-06-12" },
    ])
  })
})
