import * as Effect from "effect/Effect"
import type { SqlValue } from "../../io/sql/SqlTable.ts"
import { column, type SqlView, tableOf } from "./SqlView.ts"

const columns = [
  column("run_id", "text", "id of the run"),
  column("experiment", "text", "file of the experiment or preset"),
  column("question", "text", "what it asks"),
  column("status", "text", "done or failed"),
  column("started_at", "timestamp", "UTC"),
  column("mode", "text", "snapshot or live"),
  column("snapshot", "text", "name of the snapshot; null without one"),
  column("overrides", "text", "what --set changed, JSON"),
  column("config_hash", "text", "hash of the resolved config"),
  column("data_hash", "text", "content hash of the prices"),
  column("code_fingerprint", "text", "over the code of every node"),
  column("git_commit", "text", "commit of the project"),
  column("git_dirty", "boolean", "whether tracked files differed from it"),
  column("sage_version", "text", "version of Sage"),
  column("node_version", "text", "version of Node"),
  column("platform", "text", "operating system and processor"),
  column("seed", "integer", "seed of everything random"),
  column("deterministic", "boolean", "false on live prices"),
  column("optimistic_fill", "boolean", "whether orders fill at the very close that made the signal"),
  column("warm_up_sessions", "integer", "sessions before the first full estimate"),
  column("nodes", "integer", "nodes of the graph"),
  column("nodes_computed", "integer", "of them computed in full"),
  column("nodes_extended", "integer", "of them extended"),
  column("nodes_cached", "integer", "of them taken from the cache"),
  column("folder", "text", "folder of the run, from the project's root"),
] as const

/** Folders of finished runs, by their manifests. */
export const runs: SqlView = {
  name: "runs",
  title: "a finished run with a folder in runs/",
  columns,
  open: (context) =>
    Effect.map(context.runs, (opened) =>
      tableOf(
        columns,
        opened.map(
          ({ manifest, shown }): Readonly<Record<string, SqlValue>> => ({
            run_id: manifest.run_id,
            experiment: manifest.experiment,
            question: manifest.question,
            status: manifest.status,
            started_at: Date.parse(manifest.started_at),
            mode: manifest.mode,
            snapshot: manifest.snapshot,
            overrides: JSON.stringify(manifest.overrides),
            config_hash: manifest.config_hash,
            data_hash: manifest.data_hash,
            code_fingerprint: manifest.code_fingerprint,
            git_commit: manifest.git_commit,
            git_dirty: manifest.git_dirty,
            sage_version: manifest.sage_version,
            node_version: manifest.node_version,
            platform: manifest.platform,
            seed: manifest.seed,
            deterministic: manifest.deterministic,
            optimistic_fill: manifest.optimistic_fill,
            warm_up_sessions: manifest.warm_up_sessions,
            nodes: manifest.nodes.total,
            nodes_computed: manifest.nodes.computed,
            nodes_extended: manifest.nodes.extended,
            nodes_cached: manifest.nodes.cached,
            folder: shown,
          }),
        ),
      ),
    ),
}
