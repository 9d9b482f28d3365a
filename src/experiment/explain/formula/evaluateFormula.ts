import { functions, type Value } from "./functions.ts"
import { type Expression, type Formula, parseFormula } from "./parseFormula.ts"

/** Names with a value of their own. */
const constants: ReadonlyMap<string, number> = new Map([
  ["unknown", NaN],
  ["unlimited", Infinity],
])

const parsed = new Map<string, Formula>()

/**
 * The value of a formula at some inputs. A name or a function that is not there is a mistake of an explainer: a defect.
 *
 * @param inputs by the names that the formula uses
 */
export function evaluateFormula(text: string, inputs: ReadonlyMap<string, Value>): number {
  let formula = parsed.get(text)
  if (formula === undefined) parsed.set(text, (formula = parseFormula(text)))
  const names = new Map<string, Value>([...constants, ...inputs])
  for (const { name, value } of formula.names) names.set(name, valueOf(value, names))
  const value = valueOf(formula.value, names)
  if (typeof value !== "number") throw new Error(`The formula "${text}" gives a list.`)
  return value
}

function valueOf(expression: Expression, names: ReadonlyMap<string, Value>): Value {
  switch (expression._tag) {
    case "Number":
      return expression.value
    case "Name":
      return names.get(expression.name) ?? missing("name", expression.name)
    case "Call": {
      const f = functions[expression.name] ?? missing("function", expression.name)
      return f(...expression.args.map((arg) => valueOf(arg, names)))
    }
  }
}

function missing(kind: string, name: string): never {
  throw new Error(`A formula uses the ${kind} ${name}, which is not there.`)
}
