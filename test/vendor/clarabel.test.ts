/** The committed solver: the bytes it is, the bits it gives, and what it does with problems that are none. */
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { describe, expect, it } from "vitest"
import {
  clarabelSha256,
  type ConicProblem,
  type SparseMatrix,
  solveConic,
} from "../../vendor/clarabel-wasm/clarabel.ts"
import { projectRoot } from "../toolchain/scratch.ts"
import { bitsOf, coneProblem, quadraticProblem } from "./fixtures.ts"

/** The types for Node have no WebAssembly. */
interface Compiler {
  new (bytes: Uint8Array): object
  readonly imports: (module: object) => ReadonlyArray<unknown>
}

const folder = join(projectRoot, "vendor", "clarabel-wasm")
const file = join(folder, "clarabel.wasm")
const settings = { maxIterations: 200, tolerance: 1e-8 }

describe("the committed module", () => {
  it("has the bytes that results are keyed by", () => {
    expect(createHash("sha256").update(readFileSync(file)).digest("hex")).toBe(clarabelSha256)
    expect(readFileSync(join(folder, "README.md"), "utf8")).toContain(clarabelSha256)
  })

  it("imports nothing: no clock, no file, no chance", () => {
    const { Module } = (globalThis as unknown as { readonly WebAssembly: { readonly Module: Compiler } })
      .WebAssembly
    expect(Module.imports(new Module(readFileSync(file)))).toEqual([])
  })

  it("goes along with the package", () => {
    const { stdout } = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: projectRoot,
      encoding: "utf8",
      shell: process.platform === "win32",
    })
    const [packed] = JSON.parse(stdout) as ReadonlyArray<{
      readonly files: ReadonlyArray<{ readonly path: string }>
    }>
    const names = packed!.files.map(({ path }) => path)
    expect(names).toContain(`vendor/clarabel-wasm/${basename(file)}`)
    expect(names).toContain("vendor/clarabel-wasm/NOTICES.md")
  })
})

describe("its answers", () => {
  const fixtures: ReadonlyArray<readonly [string, ConicProblem, number, string]> = [
    [
      "a program with a cap that binds",
      quadraticProblem(1, 5, 0.4),
      7,
      "3fc88448564e64c0 3fce9b70719c9c01 3f9409775a7afc8f 3fd99999958af915 3fc32be521afa9eb",
    ],
    [
      "a program inside its box",
      quadraticProblem(2, 4, 1),
      6,
      "3fbb1bab4add0cd2 3fd90bb826e134a6 3fd8eea965f69018 3fbcface81c3dc3d",
    ],
    [
      "a second-order cone",
      coneProblem(3, 4),
      5,
      "3f1e67c8d4e2f03a 3fdc14e1d1fc6c02 3fe0bc5125937ec0 3fe7621b8a7306b9",
    ],
  ]
  for (const [name, problem, iterations, bits] of fixtures) {
    it(`are these bits for ${name}, every time`, () => {
      for (let run = 0; run < 10; run++) {
        const solution = solveConic(problem, settings)
        expect([solution.status, solution.iterations]).toEqual(["Solved", iterations])
        expect(bitsOf(solution.x)).toBe(bits)
      }
    })
  }

  it("say so when nothing is admitted, and when nothing ends it", () => {
    expect(solveConic(quadraticProblem(1, 5, 0.1), settings).status).toBe("PrimalInfeasible")
    const unbounded = { ...quadraticProblem(1, 5, 1), quadratic: emptyMatrix(5), ...free(5) }
    expect(solveConic(unbounded, settings).status).toBe("DualInfeasible")
  })

  it("end at the limit of iterations, whatever the clock says", () => {
    const { status, iterations } = solveConic(quadraticProblem(1, 30, 0.2), { ...settings, maxIterations: 3 })
    expect([status, iterations]).toEqual(["MaxIterations", 3])
  })
})

describe("what is no problem", () => {
  const good = quadraticProblem(1, 5, 0.4)
  const bad: Readonly<Record<string, ConicProblem>> = {
    "a NaN": { ...good, linear: good.linear.map((value, i) => (i === 2 ? NaN : value)) },
    "an infinite bound": { ...good, bounds: good.bounds.map((value, i) => (i === 2 ? Infinity : value)) },
    "a NaN in P": {
      ...good,
      quadratic: {
        ...good.quadratic,
        values: good.quadratic.values.fill.call(good.quadratic.values.slice(), NaN),
      },
    },
    "cones that leave rows out": { ...good, cones: [{ kind: "zero", size: 1 }] },
    "lengths that do not fit": { ...good, linear: new Float64Array(4) },
    "rows that do not exist": {
      ...good,
      constraints: { ...good.constraints, rows: good.constraints.rows.map(() => 999) },
    },
  }
  for (const [name, problem] of Object.entries(bad)) {
    it(`is rejected: ${name}; and the next one is solved`, () => {
      expect(solveConic(problem, settings).status).toBe("Rejected")
      expect(solveConic(good, settings).status).toBe("Solved")
    })
  }
})

const emptyMatrix = (columns: number): SparseMatrix => ({
  starts: new Uint32Array(columns + 1),
  rows: new Uint32Array(0),
  values: new Float64Array(0),
})

/** One constraint that bounds nothing. */
const free = (columns: number): Pick<ConicProblem, "constraints" | "bounds" | "cones"> => ({
  constraints: {
    starts: Uint32Array.from({ length: columns + 1 }, (_, j) => Math.min(j, 1)),
    rows: Uint32Array.of(0),
    values: Float64Array.of(1),
  },
  bounds: Float64Array.of(1),
  cones: [{ kind: "nonnegative", size: 1 }],
})
