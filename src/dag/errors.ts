/**
 * What can go wrong in a graph, before and while it runs. Facts are fields; each message ends in what to do.
 * `exitCodes` says how a command ends for each (0 done is not an error; 130 is interruption).
 */
import * as Schema from "effect/Schema"

/** A node's config does not fit its schema. */
export class ConfigError extends Schema.TaggedError<ConfigError>()("ConfigError", {
  node: Schema.String,
  issues: Schema.Array(Schema.Struct({ path: Schema.String, message: Schema.String })),
}) {
  override get message(): string {
    const lines = this.issues.map(
      ({ path, message }) => `  ${path === "" ? "(the whole)" : path}: ${message}`,
    )
    return `The config of ${this.node} is not valid:\n${lines.join("\n")}\nCorrect the fields named; \`sage node show ${this.node.split("@")[0]}\` lists what is allowed.`
  }
}

/** Two nodes of a graph share an id, or a node takes part in its own inputs. */
export class GraphError extends Schema.TaggedError<GraphError>()("GraphError", {
  node: Schema.String,
  problem: Schema.String,
  remedy: Schema.String,
}) {
  override get message(): string {
    return `${this.node}: ${this.problem}. ${this.remedy}`
  }
}

/** A node that takes part in decisions could read what is not yet known at its row, or gets an input too late. */
export class LookaheadError extends Schema.TaggedError<LookaheadError>()("LookaheadError", {
  node: Schema.String,
  /** the input that has to be known by then, where it is not the node's own row that is */
  port: Schema.optionalKey(Schema.String),
  /** half sessions (from an open to a close, or a close to the next open) beyond the node's own row; null = without end */
  halfSessionsAhead: Schema.NullOr(Schema.Number),
  known: Schema.Literals(["open", "close"]),
  path: Schema.Array(Schema.String),
}) {
  override get message(): string {
    const far =
      this.halfSessionsAhead === null
        ? "all of the future"
        : `${this.halfSessionsAhead} half session(s) ahead`
    return (
      (this.port === undefined
        ? `${this.node} is known at the ${this.known} of its session but could see ${far}, through\n`
        : `${this.node} needs its ${this.port} at the ${this.known} of their session, but they could see ${far}, through\n`) +
      `  ${this.path.join("\n  → ")}\n` +
      "Delay the input by a session, or decide at a later event."
    )
  }
}

/** Inputs of a node stand on different rows or members, and nothing is ever aligned silently. */
export class IndexMismatch extends Schema.TaggedError<IndexMismatch>()("IndexMismatch", {
  node: Schema.String,
  /** input port and the output that it comes from */
  left: Schema.String,
  right: Schema.String,
  what: Schema.Literals(["row", "column"]),
  /** the first row or column at which they differ, as people write it */
  first: Schema.String,
  difference: Schema.Literals(["missing", "extra", "order"]),
  /** rows or columns that only the left, and only the right, has */
  onlyLeft: Schema.Int,
  onlyRight: Schema.Int,
  /** set when every row of the right stands this far from that of the left: dates of another time zone */
  shift: Schema.NullOr(Schema.Int),
}) {
  override get message(): string {
    const { node, left, right, what, first, onlyLeft, onlyRight } = this
    return (
      `${node} cannot put ${left} and ${right} together: ${describeMismatch(this)} ` +
      `(first ${what} that differs: ${first}; only in the first: ${onlyLeft}, only in the second: ${onlyRight}). ` +
      "Nothing is aligned silently: give inputs of one index, or align them by a node of their own (data/align-inner, data/align-asof, data/align-calendar)."
    )
  }
}

function describeMismatch(facts: Pick<IndexMismatch, "what" | "first" | "difference" | "shift">): string {
  const { what, first, difference, shift } = facts
  if (shift !== null)
    return `every row of the second lies ${shift} from that of the first, as dates of another time zone do`
  switch (difference) {
    case "missing":
      return `the second has no ${what} ${first}`
    case "extra":
      return `the second has a ${what} ${first} that the first has not`
    case "order":
      return `they have the same ${what}s in another order`
  }
}

/** A node's own computation failed. */
export class NodeFailed extends Schema.TaggedError<NodeFailed>()("NodeFailed", {
  node: Schema.String,
  cause: Schema.Defect(),
  /** how often it was tried, where it declares `retry` */
  attempts: Schema.optionalKey(Schema.Int),
}) {
  override get message(): string {
    const inner = this.cause instanceof Error ? this.cause.message : String(this.cause)
    return `${this.node} failed${afterAttempts(this.attempts)}: ${inner}`
  }
}

/** A run returned something that its port does not declare: in JavaScript no compiler has said so before. */
export class WrongValue extends Schema.TaggedError<WrongValue>()("WrongValue", {
  port: Schema.String,
  declared: Schema.String,
  problem: Schema.String,
}) {
  override get message(): string {
    return `what it returned for ${this.port} (declared as ${this.declared}) ${this.problem}`
  }
}

/** A node took longer than it declares. */
export class NodeTimeout extends Schema.TaggedError<NodeTimeout>()("NodeTimeout", {
  node: Schema.String,
  limitMs: Schema.Number,
  attempts: Schema.Int,
}) {
  override get message(): string {
    return `${this.node} was stopped at its limit of ${this.limitMs} ms${afterAttempts(this.attempts)}. Run again, or raise \`timeout\` in its definition.`
  }
}

const afterAttempts = (attempts: number | undefined): string =>
  attempts === undefined || attempts === 1 ? "" : ` after ${attempts} attempts`

/** The store could not read or write. */
export class StoreError extends Schema.TaggedError<StoreError>()("StoreError", {
  operation: Schema.String,
  path: Schema.String,
  code: Schema.String,
}) {
  override get message(): string {
    return `Could not ${this.operation} ${this.path} (${this.code}). ${remedyOf(this.code)}`
  }
}

function remedyOf(code: string): string {
  switch (code) {
    case "ENOSPC":
      return "The disk is full: free some space and run again; what was finished is kept."
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "The cache cannot be written there: give --cache DIR with a folder that can."
    default:
      return "Check the folder, or give another with --cache DIR; what was finished is kept."
  }
}

/** A stored object is gone or is not what was stored. */
export class ObjectDamaged extends Schema.TaggedError<ObjectDamaged>()("ObjectDamaged", {
  content: Schema.String,
  problem: Schema.Literals(["missing", "damaged"]),
  path: Schema.String,
}) {
  override get message(): string {
    return `The stored object ${this.path} is ${this.problem}. It is set aside and computed again; run the study once more.`
  }
}

/** A definition has no code fingerprint, so its results cannot be kept apart from those of other code. */
export class FingerprintMissing extends Schema.TaggedError<FingerprintMissing>()("FingerprintMissing", {
  definition: Schema.String,
}) {
  override get message(): string {
    return (
      `The code of ${this.definition} could not be found. Define it at the top level of a file, as ` +
      `\`export const X = Node.define({ name: "${this.definition}", … })\` with the name written out.`
    )
  }
}

/** A name that no node of the graph has. */
export class UnknownNode extends Schema.TaggedError<UnknownNode>()("UnknownNode", {
  node: Schema.String,
  nearest: Schema.NullOr(Schema.String),
  /** where it was looked for */
  where: Schema.Literals(["graph", "catalogue"]),
}) {
  override get message(): string {
    const hint = this.nearest === null ? "" : ` Did you mean ${this.nearest}?`
    const list = this.where === "graph" ? "sage dag graph FILE" : "sage node ls"
    return `The ${this.where} has no node ${this.node}.${hint} \`${list}\` lists them.`
  }
}

export const exitCodes: Readonly<Record<string, number>> = {
  ConfigError: 2,
  GraphError: 2,
  LookaheadError: 3,
  IndexMismatch: 4,
  NodeFailed: 1,
  NodeTimeout: 1,
  StoreError: 1,
  ObjectDamaged: 1,
  FingerprintMissing: 2,
  UnknownNode: 2,
}
