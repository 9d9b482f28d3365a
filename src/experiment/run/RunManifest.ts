/** What a run was: enough to say what made its numbers, and to make them again. */
import * as Schema from "effect/Schema"
import { LiveRecord } from "./liveRecord.ts"

export const artifactSchemaVersion = 1

export const RunManifest = Schema.Struct({
  artifact_schema_version: Schema.Literal(artifactSchemaVersion),
  run_id: Schema.String,
  experiment: Schema.String,
  question: Schema.String,
  status: Schema.Literals(["done", "failed"]),
  started_at: Schema.String.annotate({ description: "instant, UTC" }),
  mode: Schema.Literals(["snapshot", "live"]),
  snapshot: Schema.NullOr(Schema.String).annotate({ description: "null for a graph that reads none" }),
  overrides: Schema.Record(Schema.String, Schema.Json).annotate({
    description: "what --set changed of the experiment's config, by path",
  }),
  baselines: Schema.Record(Schema.String, Schema.Json).annotate({
    description: "configs of the presets that the result is held against, by name, as they were run",
  }),
  config_hash: Schema.String,
  data_hash: Schema.NullOr(Schema.String).annotate({
    description: "content hash of the snapshot, or of one of the same live prices",
  }),
  live: Schema.NullOr(LiveRecord).annotate({
    description: "whence and when live prices came, and where the answers are kept",
  }),
  code_fingerprint: Schema.String.annotate({ description: "over the code of every node of the graph" }),
  certificates: Schema.Record(Schema.String, Schema.String).annotate({
    description: "code fingerprint of each definition whose code has passed its laws (sage audit)",
  }),
  git_commit: Schema.NullOr(Schema.String),
  git_dirty: Schema.NullOr(Schema.Boolean),
  sage_version: Schema.String,
  node_version: Schema.String,
  v8_version: Schema.String,
  platform: Schema.String,
  lockfile_hash: Schema.NullOr(Schema.String),
  seed: Schema.Int,
  deterministic: Schema.Boolean,
  optimistic_fill: Schema.Boolean,
  warm_up_sessions: Schema.Int.annotate({
    description: "derived from the graph: sessions before the first full estimate",
  }),
  nodes: Schema.Struct({
    total: Schema.Int,
    computed: Schema.Int,
    extended: Schema.Int,
    cached: Schema.Int,
    failed: Schema.Int,
    skipped: Schema.Int,
  }),
  result_of: Schema.NullOr(Schema.String).annotate({
    description: "the run that computed this very result, where nothing was computed; else null",
  }),
  files: Schema.Record(Schema.String, Schema.String).annotate({
    description: "content hash of what each file shows",
  }),
})
export interface RunManifest extends Schema.Schema.Type<typeof RunManifest> {}
