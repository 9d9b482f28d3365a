import { formatIsoDate } from "../../kernel/civilDate.ts"
import { evaluateFormula } from "./formula/evaluateFormula.ts"
import type { Draft, Input, Step } from "./Step.ts"

/** Evaluates a step from its inputs as they are printed, and compares with what is stored. */
export function checkStep({ stage, cell, rule, inputs, notes }: Draft, stored: number): Step {
  const value = valueOf(rule, inputs)
  const tolerance = rule._tag === "Formula" ? rule.tolerance : 0
  return {
    stage,
    node: cell.node.id,
    key: cell.node.key,
    port: cell.port,
    date: formatIsoDate(cell.day),
    column: cell.column,
    formula: rule.text,
    inputs,
    value: value === undefined ? null : orNull(value),
    stored: orNull(stored),
    tolerance,
    agrees: value === undefined ? null : agree(value, stored, tolerance),
    notes,
  }
}

/** undefined where nothing is computed */
function valueOf(rule: Draft["rule"], inputs: ReadonlyArray<Input>): number | undefined {
  switch (rule._tag) {
    case "Formula":
      return evaluateFormula(rule.text, new Map(inputs.map(({ name, value }) => [name, numbersOf(value)])))
    case "Recomputed":
      return rule.value
    case "Given":
      return undefined
  }
}

const numbersOf = (value: Input["value"]): number | ReadonlyArray<number> =>
  value === null || typeof value === "number" ? orNaN(value) : value.map(([, entry]) => orNaN(entry))

const orNaN = (value: number | null): number => value ?? NaN

/** JSON has neither NaN nor −0. */
const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value + 0)

function agree(value: number, stored: number, tolerance: number): boolean {
  if (Number.isNaN(value) || Number.isNaN(stored)) return Number.isNaN(value) && Number.isNaN(stored)
  if (value === stored) return true
  return Math.abs(value - stored) <= tolerance * Math.max(1, Math.abs(value), Math.abs(stored))
}
