/** `sage audit`: the laws asked of every node on the study's own data, as a table and JSON. Loaded by the command. */
import * as Effect from "effect/Effect"
import * as Case from "../dag/audit/Case.ts"
import type { Counterexample, LawReports } from "../dag/audit/NodeAudit.ts"
import { LawsViolated } from "../dag/audit/errors.ts"
import { shownKey } from "../dag/Grid.ts"
import type { NodeSight } from "../dag/Lookahead.ts"
import { type AuditRecord, auditExperiment } from "../experiment/audit/auditExperiment.ts"
import { counterexampleText, lawsText, reachText } from "../report/text/audit.ts"
import { table } from "../report/text/table.ts"
import { loadExperiment } from "./loadExperiment.ts"
import { parseOverrides } from "./overrides.ts"
import { printResult } from "./print.ts"
import { makeProgress } from "./progress.ts"
import { runsRoot } from "./RunFolder.ts"
import { runFailure } from "./runFailure.ts"
import { runLayer } from "./services.ts"

export interface AuditFileRequest {
  readonly file: string
  readonly cuts: number
  readonly seed: number
  readonly force: boolean
  readonly set: ReadonlyArray<string>
  readonly workers: number
  readonly json: boolean
  readonly cache: string
}

export const auditFile = (request: AuditFileRequest) =>
  Effect.gen(function* () {
    const { json, cache, workers, file, cuts, seed, force } = request
    const loaded = yield* loadExperiment(file)
    const overrides = yield* parseOverrides(request.set)
    const progress = makeProgress(!json, workers)
    const told = tellNodes(!json && process.stderr.isTTY, progress.end)
    const record = yield* auditExperiment({
      name: loaded.name,
      experiment: loaded.experiment,
      overrides,
      targets: [],
      force: [],
      workers,
      keepGoing: false,
      runsRoot,
      onPlan: progress.onPlan,
      onEvent: progress.onEvent,
      auditSeed: seed,
      cuts,
      again: force,
      onNode: told.onNode,
    }).pipe(
      Effect.ensuring(Effect.sync(told.end)),
      Effect.scoped,
      Effect.provide(runLayer(workers, cache, loaded.path)),
    )
    if (record.run?.status === "failed") return yield* runFailure(record.run)
    yield* printResult(json, asJson(record), () => asText(record))
    const broken = record.nodes.filter(({ counterexample }) => counterexample !== undefined)
    if (broken.length > 0)
      return yield* new LawsViolated({
        nodes: broken.map(({ id, laws }) => ({ id, laws: violated(laws) })),
      })
  })

/** On a terminal one line with the node that is asked, once the run's own progress is done. */
function tellNodes(shows: boolean, endOfRun: () => void) {
  const wiped = "\r\u001b[0K"
  let began = false
  return {
    onNode: (id: string): void => {
      if (!began) endOfRun()
      began = true
      if (shows) process.stderr.write(`${wiped}auditing ${id}`)
    },
    end: (): void => {
      if (!began) endOfRun()
      else if (shows) process.stderr.write(wiped)
    },
  }
}

const violated = (laws: LawReports): ReadonlyArray<string> =>
  Object.entries(laws).flatMap(([law, { verdict }]) => (verdict === "violated" ? [law] : []))

function asJson({ nodes, sights }: AuditRecord): unknown {
  return {
    passed: nodes.every(({ counterexample }) => counterexample === undefined),
    certified: nodes.filter(({ certified }) => certified).length,
    nodes: nodes.map((node) => ({
      id: node.id,
      name: node.definition,
      reach: node.reach,
      lookahead: lookaheadOf(sights.get(node.id)),
      laws: node.laws,
      certificate: node.certified ? node.fingerprint : null,
      audited: node.audited,
      ...(node.counterexample === undefined
        ? {}
        : { counterexample: counterexampleJson(node.counterexample) }),
    })),
  }
}

/** Half sessions that rows of the node see beyond their own; null = known only when everything is. Documents always are. */
function lookaheadOf(sight: NodeSight | undefined): number | null {
  const ahead = Object.values(sight?.ports ?? {}).map((port) => port.ahead)
  const ofRows = ahead.filter(Number.isFinite)
  return ofRows.length === 0 ? null : Math.max(...ofRows)
}

/** Row keys as people write them, numbers as text where JSON has none. */
function counterexampleJson({ law, found }: Counterexample): unknown {
  const { given, difference, cause } = found
  const axis = given.inputs.find(({ type }) => type.axis !== undefined)?.type.axis
  const show = (key: number | null): string | null => (key === null ? null : shownKey(axis, key))
  return {
    law,
    output: difference.port,
    row: show(difference.row),
    column: difference.column,
    expected: String(difference.expected),
    found: String(difference.found),
    cause:
      cause.kind === "changed"
        ? cause.cells.map((cell) => ({
            ...cell,
            row: show(cell.row),
            from: String(cell.from),
            to: String(cell.to),
          }))
        : cause,
    rows: Case.rowsOf(given),
    columns: Case.membersOf(given).length,
  }
}

function asText({ nodes, sights }: AuditRecord): string {
  const lines = nodes.map((node) => [
    node.id,
    node.audited ? lawsText(node) : `${lawsText(node)}, certified before`,
    aheadText(lookaheadOf(sights.get(node.id))),
    reachText(node.reach),
  ])
  const head = ["node", "laws that held", "sees ahead", "declared and observed reach, in rows from t"]
  const broken = nodes.flatMap((node) =>
    node.counterexample === undefined ? [] : [`\n${counterexampleText(node, node.counterexample)}`],
  )
  const certified = nodes.filter(({ certified: has }) => has).length
  return [
    table([head, ...lines], ["left", "left", "right", "left"]),
    ...broken,
    "",
    `${nodes.length} nodes: ${certified} certified, ${broken.length} violated`,
  ].join("\n")
}

const aheadText = (halfSessions: number | null): string =>
  halfSessions === null ? "at the end" : String(halfSessions)
