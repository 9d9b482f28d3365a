/** Where a node or a cell comes from, for people. */
import type { CellLineage, CellsTold } from "../../dag/lineage/Lineage.ts"
import { table } from "./table.ts"

export interface RelativeRow {
  readonly id: string
  readonly name: string
  readonly side: "up" | "down"
  readonly distance: number
  readonly key: string | null
  readonly status: "cached" | "run" | "unknown"
  /** rows t − back … t + ahead of the earlier of the two that row t of the later one may depend on; null without end */
  readonly back: number | null
  readonly ahead: number | null
}

export interface LineageDocument {
  readonly node: string
  readonly nodes: ReadonlyArray<RelativeRow>
  readonly cells: CellLineage | null
}

export function lineageText({ node, nodes, cells }: LineageDocument): string {
  return [node, ...side(nodes, "up", "made of"), ...side(nodes, "down", "makes"), ...cellLines(cells)].join(
    "\n",
  )
}

function side(
  nodes: ReadonlyArray<RelativeRow>,
  wanted: RelativeRow["side"],
  title: string,
): ReadonlyArray<string> {
  const rows = nodes.filter((row) => row.side === wanted)
  if (rows.length === 0) return []
  const lines = rows.map(({ id, status, back, ahead, key }) => [
    `  ${id}`,
    span(back, ahead),
    status,
    key === null ? "" : key.slice(0, 12),
  ])
  return ["", `${title} (rows of the earlier that a row t of the later reads)`, table(lines, allLeft)]
}

const allLeft = ["left", "left", "left", "left"] as const

/** `t − 252 … t` */
function span(back: number | null, ahead: number | null): string {
  const from = back === null ? "first" : back === 0 ? "t" : back > 0 ? `t − ${back}` : `t + ${-back}`
  const to = ahead === null ? "last" : ahead === 0 ? "t" : ahead > 0 ? `t + ${ahead}` : `t − ${-ahead}`
  return from === to ? from : `${from} … ${to}`
}

const shownCells = 30

function cellLines(cells: CellLineage | null): ReadonlyArray<string> {
  if (cells === null) return []
  const { id, port, key, column, value, sources, moves, undecided, candidates, tried } = cells
  const rest = moves.length - shownCells
  return [
    "",
    `${id}.${port} ${key} ${column} = ${value === null ? "nothing" : value}`,
    "",
    "cells that can influence it, by reach and scope",
    ...sources.map((told) => `  ${cellsText(told)}`),
    "",
    candidates === 0
      ? "it is an input itself"
      : `cells that move it when they change by a thousandth: ${countOf(moves)} found among ${candidates}, ${tried} computations`,
    ...moves.slice(0, shownCells).map((told) => `  ${cellsText(told)}`),
    ...(rest > 0 ? [`  … and ${rest} more (--json lists them)`] : []),
    ...(undecided.length === 0
      ? []
      : [
          `not searched to the end (--tries raises the bound): ${countOf(undecided)} cells, such as`,
          ...undecided.slice(0, 5).map((told) => `  ${cellsText(told)}`),
        ]),
  ]
}

const countOf = (told: ReadonlyArray<CellsTold>): number =>
  told.reduce((sum, { rows, columns }) => sum + rows * columns.length, 0)

function cellsText({ id, port, first, last, columns }: CellsTold): string {
  const names = columns.length > 6 ? `${columns.length} columns` : columns.join(", ")
  return `${id}.${port} ${first === last ? first : `${first} … ${last}`} ${names}`
}
