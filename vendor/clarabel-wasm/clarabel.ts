/**
 * The interior-point solver Clarabel 0.11.1 (Goulart and Chen, 2024), compiled to WebAssembly without imports: it reaches no
 * file, no clock and no chance, so that equal problems give equal bits on every machine.
 *
 * The module is compiled when first used (3 ms), and refused when it is not the file that results are keyed by.
 */
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"

/** SHA-256 of clarabel.wasm. */
export const clarabelSha256 = "b55ab551e2ce3cd070817c76a30a4b3e6ed445d6be76b7d35ffe64e4d3437fd6"

/** A sparse matrix by columns: entry k of column j, for k in starts[j] … starts[j + 1] − 1, is values[k] in row rows[k]. */
export interface SparseMatrix {
  readonly starts: Uint32Array
  readonly rows: Uint32Array
  readonly values: Float64Array
}

export interface Cone {
  /** zero: s = 0; nonnegative: s ≥ 0; second_order: s₀ ≥ ‖(s₁, …)‖ */
  readonly kind: "zero" | "nonnegative" | "second_order"
  readonly size: number
}

/** min ½ x'Px + q'x  subject to  Ax + s = b, s in the cones, which follow each other over the rows. */
export interface ConicProblem {
  /** n × n, positive semidefinite (Clarabel does not check), its upper triangle alone */
  readonly quadratic: SparseMatrix
  readonly linear: Float64Array
  /** m × n */
  readonly constraints: SparseMatrix
  readonly bounds: Float64Array
  readonly cones: ReadonlyArray<Cone>
}

export interface Settings {
  readonly maxIterations: number
  /** gap, absolute and relative, and feasibility at which the solver stops */
  readonly tolerance: number
}

export const statuses = [
  "Unsolved",
  "Solved",
  "PrimalInfeasible",
  "DualInfeasible",
  "AlmostSolved",
  "AlmostPrimalInfeasible",
  "AlmostDualInfeasible",
  "MaxIterations",
  "MaxTime",
  "NumericalError",
  "InsufficientProgress",
  "CallbackTerminated",
] as const

export type Status =
  | (typeof statuses)[number]
  /** not asked: lengths that do not fit, or numbers that are not finite */
  | "Rejected"
  /** the module gave up in the middle (out of memory, a broken invariant); the next call has a fresh one */
  | "Trapped"

export interface ConicSolution {
  readonly status: Status
  readonly iterations: number
  readonly x: Float64Array
  /** dual variable of each row */
  readonly z: Float64Array
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly alloc: (bytes: number) => number
  readonly dealloc: (address: number, bytes: number) => void
  readonly solve: (...args: ReadonlyArray<number>) => number
}

/** The part of the global that is used; the types for Node have none of it. */
const { Instance, Module } = (
  globalThis as unknown as {
    readonly WebAssembly: {
      readonly Module: new (bytes: Uint8Array) => object
      readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
    }
  }
).WebAssembly

const coneCode = { zero: 0, nonnegative: 1, second_order: 2 } as const

const infeasibilityTolerance = 1e-8

let exports: Exports | undefined

/** Total: whatever goes wrong is a status. */
export function solveConic(problem: ConicProblem, settings: Settings): ConicSolution {
  if (!isWellFormed(problem)) return failed("Rejected", problem)
  exports ??= instantiate()
  try {
    return call(exports, problem, settings)
  } catch {
    exports = undefined // a trap leaves an instance that cannot be used
    return failed("Trapped", problem)
  }
}

const failed = (status: Status, { linear, bounds }: ConicProblem): ConicSolution => ({
  status,
  iterations: 0,
  x: new Float64Array(linear.length).fill(NaN),
  z: new Float64Array(bounds.length).fill(NaN),
})

/** The committed module, compiled once; a file with other bytes could give other numbers under the same keys. */
function instantiate(): Exports {
  const bytes = readFileSync(new URL("./clarabel.wasm", import.meta.url))
  const found = createHash("sha256").update(bytes).digest("hex")
  if (found !== clarabelSha256) {
    throw new Error(
      `clarabel.wasm has SHA-256 ${found}, not ${clarabelSha256}. Restore the file, or build and install again.`,
    )
  }
  return new Instance(new Module(bytes), {}).exports as Exports
}

function call(wasm: Exports, problem: ConicProblem, settings: Settings): ConicSolution {
  const { quadratic, linear, constraints, bounds, cones } = problem
  const [n, m] = [linear.length, bounds.length]
  const owned: Array<readonly [address: number, bytes: number]> = []
  const reserve = (bytes: number): number => {
    const size = Math.max(8, bytes)
    const address = wasm.alloc(size)
    if (address === 0) throw new Error("out of memory")
    owned.push([address, size])
    return address
  }
  const put = (data: Float64Array | Uint32Array): number => {
    const address = reserve(data.byteLength)
    // the buffer is another one after the memory has grown
    if (data instanceof Float64Array) new Float64Array(wasm.memory.buffer, address, data.length).set(data)
    else new Uint32Array(wasm.memory.buffer, address, data.length).set(data)
    return address
  }
  const putMatrix = ({ starts, rows, values }: SparseMatrix) => [put(starts), put(rows), put(values)] as const
  const out = reserve(8 * (8 + n + 2 * m))
  const code = wasm.solve(
    n,
    m,
    ...putMatrix(quadratic),
    put(linear),
    ...putMatrix(constraints),
    put(bounds),
    cones.length,
    put(Uint32Array.from(cones.flatMap(({ kind, size }) => [coneCode[kind], size]))),
    put(new Float64Array(0)),
    put(settingsOf(settings)),
    out,
  )
  const answer = new Float64Array(wasm.memory.buffer, out, 8 + n + m).slice()
  for (const [address, bytes] of owned) wasm.dealloc(address, bytes)
  if (code !== 0) return failed("Rejected", problem)
  return {
    status: statuses[answer[0]!] ?? "Unsolved",
    iterations: answer[1]!,
    x: answer.subarray(8, 8 + n),
    z: answer.subarray(8 + n),
  }
}

const settingsOf = ({ maxIterations, tolerance }: Settings): Float64Array =>
  Float64Array.of(
    maxIterations,
    tolerance,
    tolerance,
    tolerance,
    infeasibilityTolerance,
    infeasibilityTolerance,
    1, // equilibrate
    1, // presolve
  )

/** Lengths that fit and finite numbers: what the module itself does not look at. */
function isWellFormed({ quadratic, linear, constraints, bounds, cones }: ConicProblem): boolean {
  const rows = cones.reduce((sum, { size }) => sum + size, 0)
  return (
    rows === bounds.length &&
    isMatrix(quadratic, linear.length) &&
    isMatrix(constraints, linear.length) &&
    [quadratic.values, linear, constraints.values, bounds].every((values) => values.every(Number.isFinite))
  )
}

const isMatrix = ({ starts, rows, values }: SparseMatrix, columns: number): boolean =>
  starts.length === columns + 1 && starts[columns] === rows.length && rows.length === values.length
