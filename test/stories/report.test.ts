import { createHash } from "node:crypto"
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { readReportData } from "../../src/cli/readReportData.ts"
import { openRun } from "../../src/cli/RunFolder.ts"
import type { ReportData } from "../../src/report/html/ReportData.ts"
import { sections } from "../../src/report/html/sections/sections.ts"
import { tearSheet } from "../../src/report/html/tearSheet.ts"
import { chromium, visit } from "../support/browser.ts"
import { execute, projectRoot } from "../toolchain/scratch.ts"
import { makeProject, type Project, type RunJson } from "./project.ts"

interface ReportJson {
  readonly file: string
  readonly run_id: string
  readonly bytes: number
}

let project: Project
let run: RunJson
let file: string
let page: string
let data: ReportData

beforeAll(async () => {
  project = makeProject()
  run = await project.json<RunJson>("dag", "run", "experiments/trend.ts")
  const written = await project.json<ReportJson>("report", "latest")
  file = join(project.root, written.file)
  page = readFileSync(file, "utf8")
  data = await Effect.runPromise(Effect.flatMap(openRun(join(project.root, run.run_dir)), readReportData))
})
afterAll(() => project.remove())

/** Everything but the block of facts about the run. */
const body = (text: string): string =>
  text.replace(/<script type="application\/json" class="run-facts">.*?<\/script>/s, "")

/** A folder with the run's files in which some are others. */
function tampered(name: string, change: (folder: string) => void): string {
  const folder = join(project.root, name)
  cpSync(join(project.root, run.run_dir), folder, { recursive: true })
  change(folder)
  return `./${name}`
}

describe("a tear sheet", () => {
  it("lies in the run's folder, is one file below 600 kB, and says where it is", async () => {
    expect(file).toBe(join(project.root, run.run_dir, "report.html"))
    expect(statSync(file).size).toBeLessThan(600_000)
    const { stdout } = await project.sage("report", run.run_id.slice(0, 13))
    expect(stdout).toMatch(/report\.html: \d+ kB/)
  })

  it("has every part that a study has results for", () => {
    const shown = [...page.matchAll(/<section id="([a-z-]+)"/g)].map(([, id]) => id)
    const others = new Set(["systems", "figures", "folds", "noise-floor", "robustness"])
    expect(shown).toEqual(sections.map(({ id }) => id).filter((id) => !others.has(id)))
  })

  it("has the same body for runs with the same results: computed, from the cache, at another time", async () => {
    await project.json<RunJson>("dag", "run", "experiments/trend.ts")
    const { file: other, run_id } = await project.json<ReportJson>("report", "latest")
    const second = readFileSync(join(project.root, other), "utf8")
    expect(run_id).not.toBe(run.run_id)
    expect(second).not.toBe(page)
    expect(body(second)).toBe(body(page))
    expect(body(page)).not.toContain(run.run_id)
  })

  it("leads nowhere but into itself, and only its own script and style may apply", () => {
    expect(
      [...body(page).matchAll(/\s(?:src|href|action|data)="([^"]*)"/g)].filter(
        ([, to]) => !to!.startsWith("#"),
      ),
    ).toEqual([])
    expect(page).not.toMatch(/@import|url\(/)
    const hashes = [...page.matchAll(/'sha256-([^']+)'/g)].map(([, hash]) => hash)
    const inside = [/<script>(.*?)<\/script>/s, /<style>(.*?)<\/style>/s].map(
      (pattern) => pattern.exec(page)![1]!,
    )
    expect(hashes).toEqual(inside.map((text) => createHash("sha256").update(text).digest("base64")))
    expect(page).toContain("default-src 'none'")
  })

  it("shows the figures of the run", () => {
    const text = page.replace(/<[^>]*>/g, " ")
    expect(text).toContain(`${run.metrics["sharpe"]!.toFixed(3)}`)
    for (const { message } of run.warnings)
      expect(page).toContain(message.replaceAll('"', "&quot;").replaceAll("'", "&#39;"))
  })

  it("keeps the extremes of what it thins: the deepest drawdown is among the values under the pointer", () => {
    const block = /id="drawdown-chart".*?class="chart-data">(.*?)<\/script>/s.exec(page)![1]!
    const { values } = (JSON.parse(block) as { series: ReadonlyArray<{ values: string }> }).series[0]!
    let level = 0
    const steps = values.split(",").map((step) => (level += Number(step)))
    expect(Math.min(...steps) / 1e4).toBeCloseTo(run.metrics["max_drawdown"]!, 4)
  })

  it("goes elsewhere with --out, whole or not at all", async () => {
    const { file: out } = await project.json<ReportJson>("report", "latest", "--out", "sheet.html")
    expect(out).toBe("sheet.html")
    expect(body(readFileSync(join(project.root, out), "utf8"))).toBe(body(page))
    const refused = await project.sage("report", "latest", "--out", "nowhere/sheet.html")
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining("nowhere/sheet.html") as string,
    ])
    expect(readdirSync(project.root).filter((name) => name.includes("tmp"))).toEqual([])
  })

  it.skipIf(process.platform !== "linux")(
    "is shown by the user's browser with --open, and says so where there is none",
    async () => {
      const folder = join(project.root, "programs")
      mkdirSync(folder)
      writeFileSync(join(folder, "xdg-open"), `#!/bin/sh\necho "$1" > "${folder}/opened"\n`, { mode: 0o755 })
      const open = (path: string) =>
        execute(
          process.execPath,
          [join(projectRoot, "bin", "sage"), "report", run.run_id, "--open"],
          project.root,
          { PATH: path },
        )
      expect((await open(folder)).code).toBe(0)
      await expect.poll(() => existsSync(join(folder, "opened"))).toBe(true)
      expect(readFileSync(join(folder, "opened"), "utf8").trim()).toBe(file)
      const without = await open("/nowhere")
      expect([without.code, without.stdout]).toEqual([
        0,
        expect.stringContaining("open the file by hand") as string,
      ])
    },
  )

  it("is refused for a run that is not there", async () => {
    const { code, stderr } = await project.sage("report", "0000")
    expect([code, stderr]).toEqual([2, expect.stringContaining("no folder of a run 0000") as string])
  })
})

describe("a folder that a stranger made", () => {
  it("is refused with file and field where a document has another form", async () => {
    const folder = tampered("wrong", (path) =>
      writeFileSync(join(path, "yearly.json"), '{"years":[{"year":"<b>"}]}'),
    )
    const { code, stderr } = await project.sage("report", folder)
    expect(code).toBe(4)
    expect(stderr).toMatch(/wrong\/yearly\.json at years\.0\.year/)
    expect(readdirSync(join(project.root, "wrong"))).toEqual(readdirSync(join(project.root, run.run_dir)))
  })

  it("is refused where a table's dates do not ascend", async () => {
    const folder = tampered("unsorted", (path) => {
      rmSync(join(path, "equity_curve.parquet"), { recursive: true })
      cpSync(join(path, "weights.parquet"), join(path, "equity_curve.parquet"), { recursive: true })
    })
    const { code, stderr } = await project.sage("report", folder)
    expect([code, stderr]).toEqual([4, expect.stringContaining("equity_curve.parquet at date") as string])
  })

  it("has no way to make the page overwrite a file elsewhere", async () => {
    writeFileSync(join(project.root, "mine.txt"), "mine")
    const folder = tampered("linked", (path) => {
      rmSync(join(path, "report.html"), { force: true })
      symlinkSync(join(project.root, "mine.txt"), join(path, "report.html"))
    })
    expect((await project.sage("report", folder)).code).toBe(0)
    expect(readFileSync(join(project.root, "mine.txt"), "utf8")).toBe("mine")
  })

  it("has its warnings shown as text, whatever they say", async () => {
    const message = `</script><script>alert("x")</script><img src=x onerror=alert(1)>`
    const folder = tampered("loud", (path) =>
      appendFileSync(
        join(path, "warnings.log"),
        `${JSON.stringify({ kind: "<b>", message, facts: null })}\n`,
      ),
    )
    await project.json("report", folder, "--out", "loud.html")
    const loud = readFileSync(join(project.root, "loud.html"), "utf8")
    expect(loud).toContain(
      "&lt;/script&gt;&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;",
    )
    expect(loud).not.toContain("<img")
  })
})

const attack = `"'><img src=x onerror=alert(1)></script><script>alert(2)</script><svg onload=alert(3)>&lt;b&gt;\u2028--!>`

/** Every text of a value, names of fields in records included, ends in markup that would execute if it were taken for it. */
function hostile(value: unknown): unknown {
  if (typeof value === "string") return `${value}${attack}`
  if (Array.isArray(value)) return value.map(hostile)
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [hostile(key), one as unknown]))
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hostile(one)]))
}

/** Records whose keys are names of assets and sectors. */
function withHostileNames(given: ReportData): ReportData {
  const renamed = <A>(record: Readonly<Record<string, A>>): Record<string, A> =>
    Object.fromEntries(Object.entries(record).map(([key, one]) => [`${key}${attack}`, one]))
  const { attribution, orders, baselineReturns } = given
  return {
    ...(hostile(given) as ReportData),
    attribution: {
      ...attribution!,
      by_asset: renamed(attribution!.by_asset),
      by_sector: renamed(attribution!.by_sector),
    },
    orders: orders!.map((order) => ({ ...order, order: renamed(order.order), frozen: renamed(order.order) })),
    baselineReturns: { ...baselineReturns!, columns: renamed(baselineReturns!.columns) },
  }
}

describe("hostile names", () => {
  it("open no tag of their own in any part of the page", () => {
    const loud = tearSheet(withHostileNames(data))
    const tags = (text: string): ReadonlyArray<string> =>
      [...new Set([...text.matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, name]) => name!))].sort()
    expect(tags(loud)).toEqual(tags(page))
    const scripts = (text: string): number => [...text.matchAll(/<script/g)].length
    expect(scripts(loud)).toBeLessThanOrEqual(scripts(page))
    expect(loud.split("onerror=alert(1)").length).toBeGreaterThan(100)
    expect(loud).not.toMatch(/<img|<svg onload/)
  })
})

describe.skipIf(chromium === undefined)("in a browser", () => {
  it("opens without a complaint and without asking for anything", async () => {
    for (const options of [{}, { colorScheme: "dark" as const }, { width: 390 }]) {
      await visit(file, options, async ({ page: shown, complaints, requests }) => {
        expect(complaints).toEqual([])
        expect(requests).toEqual([])
        const width = await shown.evaluate("document.documentElement.scrollWidth")
        expect(width).toBe(options.width ?? 1280)
        const small = await shown.evaluate(
          `[...document.querySelectorAll("svg.chart text")].filter((one) => one.getBoundingClientRect().height > 0 && one.getBoundingClientRect().height < 9).length`,
        )
        expect(small).toBe(0)
      })
    }
  })

  it("has no label of an axis over another one", async () => {
    for (const width of [1280, 390]) {
      await visit(file, { width }, async ({ page: shown }) => {
        const overlaps = await shown.evaluate(`(() => {
          const found = []
          for (const chart of document.querySelectorAll("svg.chart")) {
            const boxes = [...chart.querySelectorAll("text")].map((one) => [one.textContent, one.getBoundingClientRect()]).filter(([, box]) => box.width > 0)
            boxes.forEach(([text, a], i) => boxes.slice(i + 1).forEach(([other, b]) => {
              if (a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1) found.push(text + " over " + other)
            }))
          }
          return found
        })()`)
        expect(overlaps, `${width} pixels`).toEqual([])
      })
    }
  })

  it("shows exact values under the pointer and under the arrow keys", async () => {
    await visit(file, {}, async ({ page: shown, complaints }) => {
      const frame = shown.locator("#equity-chart [data-chart]")
      await frame.scrollIntoViewIfNeeded()
      await frame.focus()
      await shown.keyboard.press("End")
      const growth = 1 + run.metrics["total_return"]!
      await shown.locator("#equity-chart .tip").waitFor()
      expect(await shown.locator("#equity-chart .tip").innerText()).toContain(growth.toFixed(3))
      expect(await shown.locator("#spoken").innerText()).toContain(`net of costs ${growth.toFixed(3)}`)
      await shown.keyboard.press("Escape")
      expect(await shown.locator("#equity-chart .tip").isVisible()).toBe(false)
      await frame.hover()
      expect(await shown.locator("#equity-chart .tip").innerText()).toMatch(/^20(19|20)-/)
      expect(complaints).toEqual([])
    })
  })

  it("switches the axis of equity, and sorts a table by the numbers of a column", async () => {
    await visit(file, {}, async ({ page: shown }) => {
      const visible = (kind: string) =>
        shown.locator(`#equity-chart .only-${kind} .tick-y`).first().isVisible()
      expect([await visible("log"), await visible("linear")]).toEqual([true, false])
      await shown.locator('#equity-chart input[value="linear"]').check({ force: true })
      expect([await visible("log"), await visible("linear")]).toEqual([false, true])
      const years = shown.locator("#years table")
      await years.getByRole("button", { name: "Sharpe" }).click()
      const ratios = await years.locator("tbody tr td:nth-child(5)").allInnerTexts()
      const numbers = ratios.map((text) => Number(text.replace("−", "-")))
      expect(numbers).toEqual([...numbers].sort((a, b) => b - a))
    })
  })

  it("fills in the run's own facts; without its script it shows everything else", async () => {
    await visit(file, {}, async ({ page: shown }) => {
      expect(await shown.locator('[data-fact="run_id"]').innerText()).toBe(run.run_id)
      expect(await shown.locator(".node.computed").count()).toBe(run.nodes.computed)
      const rows = await shown.evaluate<ReadonlyArray<ReadonlyArray<string>>>(
        `[...document.querySelectorAll("#graph tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent))`,
      )
      expect(rows.map((cells) => [cells[0], cells[5], cells[8]])).toEqual(
        data.graph.map(({ id, fate, key }) => [id, fate, key!.slice(0, 12)]),
      )
    })
    await visit(file, { javaScriptEnabled: false }, async ({ page: shown }) => {
      expect(await shown.locator("#metrics table").first().innerText()).toContain("Sharpe ratio")
      expect(await shown.locator("noscript").count()).toBe(1)
    })
  })

  it("shows what a node reads and is read by once it has the focus", async () => {
    await visit(file, {}, async ({ page: shown }) => {
      const node = data.graph.findIndex(({ id }) => id === "costs/net-returns")
      await shown.locator(`[data-node="${node}"]`).focus()
      const near = await shown.evaluate<ReadonlyArray<number>>(
        `[...document.querySelectorAll(".node.near")].map((one) => Number(one.dataset.node))`,
      )
      const reads = (id: string) => (from: { readonly from: string }) =>
        from.from === id || from.from.startsWith(`${id}.`)
      const own = data.graph[node]!
      const expected = data.graph.flatMap(({ id, inputs }, i) =>
        i === node || inputs.some(reads(own.id)) || own.inputs.some(reads(id)) ? [i] : [],
      )
      expect([...near].sort((a, b) => a - b)).toEqual(expected)
    })
  })

  it("executes nothing that a name says", async () => {
    const loud = join(project.root, "hostile.html")
    writeFileSync(loud, tearSheet(withHostileNames(data)))
    await visit(loud, {}, async ({ page: shown, complaints, requests }) => {
      expect(requests).toEqual([])
      expect(complaints).toEqual([])
      expect(
        await shown.evaluate(
          `document.querySelectorAll("img, iframe, object, embed, form, [onerror], [onload]").length`,
        ),
      ).toBe(0)
      expect(await shown.evaluate(`document.querySelectorAll("script:not([type])").length`)).toBe(1)
    })
  })

  it("names everything that can be focused", async () => {
    await visit(file, {}, async ({ page: shown }) => {
      const unnamed =
        await shown.evaluate(`[...document.querySelectorAll("a, button, input, [tabindex]")].filter((one) =>
        !(one.getAttribute("aria-label") || one.textContent.trim() || one.closest("label")?.textContent.trim())).map((one) => one.outerHTML.slice(0, 80))`)
      expect(unnamed).toEqual([])
      const charts = await shown.evaluate(
        `[...document.querySelectorAll("svg.chart")].filter((one) => one.querySelector("title") === null || one.querySelector("desc") === null).length`,
      )
      expect(charts).toBe(0)
    })
  })
})
