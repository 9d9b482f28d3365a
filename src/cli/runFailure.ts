/** How a run in which a node failed ends: what failed and why, and what is kept. */
import type { RunRecord } from "../experiment/run/runExperiment.ts"
import { endingOfError } from "./failure.ts"
import { RunFailed } from "./Usage.ts"

/** The first node that failed decides how the command ends. */
export function runFailure(record: RunRecord): RunFailed {
  const failed = record.nodes.filter(({ fate }) => fate === "failed")
  const endings = failed.map(({ id, error }) => ({ id, ...endingOfError(error) }))
  const { computed, cached, skipped } = record.counts
  const kept = `Other nodes: ${computed} computed and kept, ${cached} cached, ${skipped} not run because of it.`
  const detail = [...endings.map(({ id, message }) => `${id} failed. ${message ?? ""}`), kept].join("\n")
  return new RunFailed({ exitCode: endings[0]?.exitCode ?? 1, detail })
}
