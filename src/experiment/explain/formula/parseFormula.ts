/**
 * The formulas of an explanation: arithmetic on named numbers and lists, written as people write it.
 *
 *   0.5 * (a + b) / max(volatility, 1e-4)          infix arithmetic, left to right, * and / before + and −
 *   if(x > threshold, 1, if(x < -threshold, -1, 0)) comparisons give 1 or 0
 *   w = base * exposure; w / sum(abs(w))            names given on the way, the last expression is the value
 */
export type Expression =
  | { readonly _tag: "Number"; readonly value: number }
  | { readonly _tag: "Name"; readonly name: string }
  | { readonly _tag: "Call"; readonly name: string; readonly args: ReadonlyArray<Expression> }

export interface Formula {
  /** names given on the way, in order */
  readonly names: ReadonlyArray<{ readonly name: string; readonly value: Expression }>
  readonly value: Expression
}

/** A formula stands in the source of an explainer, so one that cannot be read is a mistake of the program: a defect. */
export function parseFormula(text: string): Formula {
  const statements = text.split(";").map((statement) => statement.trim())
  const last = statements.pop() ?? ""
  return { names: statements.map(readName), value: new Reader(last).whole() }
}

function readName(statement: string): Formula["names"][number] {
  const match = /^([a-z]\w*)\s*=(?!=)(.*)$/s.exec(statement)
  if (match === null) throw new Error(`The formula step "${statement}" gives no name.`)
  return { name: match[1]!, value: new Reader(match[2]!).whole() }
}

const token = /\s*(?:(\d+\.?\d*(?:e[-+]?\d+)?)|([a-z]\w*)|(<=|>=|[-+*/()<>,]))/y

/** Operators that stand between two expressions, weakest first; those of one row bind from the left. */
const levels: ReadonlyArray<ReadonlyArray<string>> = [
  ["<", ">", "<=", ">="],
  ["+", "-"],
  ["*", "/"],
]

class Reader {
  private readonly text: string
  private readonly tokens: ReadonlyArray<string>
  private at = 0

  constructor(text: string) {
    this.text = text
    this.tokens = tokensOf(text)
  }

  whole(): Expression {
    const value = this.binary(0)
    if (this.at < this.tokens.length) this.fail()
    return value
  }

  private binary(level: number): Expression {
    const operators = levels[level]
    if (operators === undefined) return this.unary()
    let left = this.binary(level + 1)
    for (let next = this.peek(); next !== undefined && operators.includes(next); next = this.peek()) {
      this.at++
      left = { _tag: "Call", name: next, args: [left, this.binary(level + 1)] }
    }
    return left
  }

  private unary(): Expression {
    if (this.peek() !== "-") return this.atom()
    this.at++
    return { _tag: "Call", name: "negative", args: [this.unary()] }
  }

  private atom(): Expression {
    const next = this.tokens[this.at++] ?? this.fail()
    if (next === "(") {
      const inner = this.binary(0)
      this.expect(")")
      return inner
    }
    if (/^\d/.test(next)) return { _tag: "Number", value: Number(next) }
    if (!/^[a-z]/.test(next)) this.fail()
    return this.peek() === "(" ? this.call(next) : { _tag: "Name", name: next }
  }

  private call(name: string): Expression {
    this.expect("(")
    const args: Array<Expression> = [this.binary(0)]
    while (this.peek() === ",") {
      this.at++
      args.push(this.binary(0))
    }
    this.expect(")")
    return { _tag: "Call", name, args }
  }

  private peek(): string | undefined {
    return this.tokens[this.at]
  }

  private expect(wanted: string): void {
    if (this.tokens[this.at++] !== wanted) this.fail()
  }

  private fail(): never {
    throw new Error(`The formula "${this.text}" cannot be read at its token ${this.at}.`)
  }
}

function tokensOf(text: string): ReadonlyArray<string> {
  const tokens: Array<string> = []
  const end = text.trimEnd().length
  token.lastIndex = 0
  while (token.lastIndex < end) {
    const match = token.exec(text)
    if (match === null) throw new Error(`The formula "${text}" has a character that means nothing in it.`)
    tokens.push(match[1] ?? match[2] ?? match[3]!)
  }
  return tokens
}
