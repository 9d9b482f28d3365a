/** What can be asked of an explanation and not be answered. Facts are fields; each message ends in what to do. */
import * as Schema from "effect/Schema"

/** The folder of a run does not hold a graph as runs write it. */
export class RunGraphUnreadable extends Schema.TaggedError<RunGraphUnreadable>()("RunGraphUnreadable", {
  run: Schema.String,
  problem: Schema.String,
}) {
  override get message(): string {
    return `${this.run}/graph.json cannot be read as what a run writes: ${this.problem}. Name another run, or run the experiment again.`
  }
}

/** What a run stored is no longer in the cache. */
export class NotInCache extends Schema.TaggedError<NotInCache>()("NotInCache", {
  run: Schema.String,
  /** output whose value is wanted */
  value: Schema.String,
  /** command that computes it again */
  command: Schema.String,
}) {
  override get message(): string {
    return `The cache no longer holds ${this.value} of the run ${this.run}. \`${this.command}\` computes it again, into the same place if code, config and data are what they were; or name the cache of the run with --cache.`
  }
}

/** The run has no such book, session or asset. */
export class NothingToExplain extends Schema.TaggedError<NothingToExplain>()("NothingToExplain", {
  run: Schema.String,
  problem: Schema.String,
  remedy: Schema.String,
}) {
  override get message(): string {
    return `The run ${this.run} ${this.problem}. ${this.remedy}`
  }
}

export const exitCodes: Readonly<Record<string, number>> = {
  RunGraphUnreadable: 4,
  NotInCache: 2,
  NothingToExplain: 2,
}
