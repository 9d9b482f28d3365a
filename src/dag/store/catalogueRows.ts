/** Rows of the catalogue's tables as values. */
import { crc32 } from "node:zlib"
import type { Checkpoint, ResultInput, ResultRow, RunNodeRow, RunRow } from "./Catalogue.ts"

type Row = Readonly<Record<string, unknown>> | undefined

/** Undefined also when the row is not what was stored. */
export function toResult(row: Row): ResultRow | undefined {
  if (row === undefined) return undefined
  const texts = {
    inputs: row["inputs"] as string,
    outputs: row["outputs"] as string,
    states: row["states"] as string,
  }
  const facts = {
    key: row["key"] as string,
    definition: row["definition"] as string,
    nodeId: row["node_id"] as string,
    code: row["code"] as string,
    config: row["config"] as string,
    external: row["external"] as string | null,
    seed: row["seed"] as number | null,
    recipe: row["recipe"] as string,
    rowsRun: row["rows_run"] as number | null,
    runId: row["run_id"] as string,
    runName: row["run_name"] as string,
    computedAt: row["computed_at"] as number,
    wallMs: row["wall_ms"] as number,
    cpuMs: row["cpu_ms"] as number,
  }
  if (resultChecksum(facts, texts) !== row["checksum"]) return undefined
  return {
    ...facts,
    inputs: JSON.parse(texts.inputs) as ReadonlyArray<ResultInput>,
    outputs: JSON.parse(texts.outputs) as Readonly<Record<string, string>>,
    states: JSON.parse(texts.states) as ReadonlyArray<Checkpoint>,
  }
}

/** Over everything that decides what a later run does with the result. */
export function resultChecksum(
  row: Pick<ResultRow, "key" | "definition" | "code" | "config" | "external" | "seed" | "recipe">,
  texts: { readonly inputs: string; readonly outputs: string; readonly states: string },
): number {
  const { key, definition, code, config, external, seed, recipe } = row
  const { inputs, outputs, states } = texts
  return crc32(
    JSON.stringify([key, definition, code, config, external, seed, recipe, inputs, outputs, states]),
  )
}

export function toRun(row: Record<string, unknown>): Omit<RunRow, "nodes"> {
  return {
    runId: row["run_id"] as string,
    name: row["name"] as string,
    startedAt: row["started_at"] as number,
    status: row["status"] as RunRow["status"],
    facts: row["facts"] as string,
  }
}

export const toRunNode = (row: Record<string, unknown>): RunNodeRow => ({
  id: row["id"] as string,
  key: row["key"] as string | null,
  fate: row["fate"] as string,
  reasons: row["reasons"] as string,
})
