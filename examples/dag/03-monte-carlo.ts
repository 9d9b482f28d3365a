/**
 * A Monte Carlo estimate of π in batches, each a node of its own: more batches compute only what is new.
 *
 *   sage dag run examples/dag/03-monte-carlo.ts
 *   sage dag run examples/dag/03-monte-carlo.ts --set batches=20
 *   sage dag run examples/dag/03-monte-carlo.ts --set seed=1
 *
 * A point's coordinates come from (seed, stream, its number, "x" or "y") and nothing else: neither from the order in which
 * batches run, nor from what was drawn before. So any grouping of the same points gives the same estimate.
 */
import * as Schema from "effect/Schema"
import { Document, Fan, graph, Node, Reach, Stream } from "sage/dag"

const Count = Schema.Int.check(Schema.isGreaterThan(0))
const Hits = Document.of("hits", Schema.Struct({ points: Schema.Int, inside: Schema.Int }))

export const Throw = Node.define({
  name: "pi/throw",
  title: "points first … first + count − 1 of the unit square: how many lie in the circle",
  config: Schema.Struct({ first: Schema.Int, count: Count }),
  inputs: {},
  output: Hits,
  reach: () => Reach.point,
  scope: "all",
  stream: "points",
  run: (_, { first, count }, { seed }) => {
    const [x, y] = [Stream.column(seed, "points", "x"), Stream.column(seed, "points", "y")]
    let inside = 0
    for (let point = first; point < first + count; point++)
      if (x.unit(point) ** 2 + y.unit(point) ** 2 < 1) inside++
    return { points: count, inside }
  },
})

export const Estimate = Node.define({
  name: "pi/estimate",
  title: "π and its standard error, from all batches",
  config: Schema.Struct({}),
  inputs: { batches: Node.many(Hits) },
  output: Document.of(
    "pi-estimate",
    Schema.Struct({ pi: Schema.Finite, standard_error: Schema.Finite, points: Schema.Int }),
  ),
  reach: () => Reach.whole("an estimate reads every batch"),
  scope: "all",
  run: ({ batches }) => {
    const all = Object.values(batches)
    const points = all.reduce((sum, batch) => sum + batch.points, 0)
    const share = all.reduce((sum, batch) => sum + batch.inside, 0) / points
    return { pi: 4 * share, standard_error: 4 * Math.sqrt((share * (1 - share)) / points), points }
  },
})

export default graph({
  title: "How large is π, by chance?",
  config: Schema.Struct({ batches: Count, points_per_batch: Count, seed: Schema.Int }),
  values: { batches: 10, points_per_batch: 50_000, seed: 0 },
  seed: ({ seed }) => seed,
  targets: ({ batches, points_per_batch: count }) => ({
    "pi.json": Fan.map(
      Fan.keyed(Array.from({ length: batches }).keys(), String),
      (batch) => Throw({ first: batch * count, count }, {}),
      (thrown) => Estimate({}, { batches: thrown }),
    ),
  }),
})
