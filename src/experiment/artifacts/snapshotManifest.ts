import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { hashOf } from "../../dag/canonical.ts"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import { SnapshotManifest } from "../../pipeline/data/SnapshotManifest.ts"
import { SnapshotStore } from "../../pipeline/data/SnapshotStore.ts"

/** The manifest of the snapshot that a study read, as it was. */
export const SnapshotManifestDocument = Node.define({
  name: "artifacts/snapshot-manifest",
  title: "manifest of the snapshot: symbols, spans, source, adjustment, hashes",
  config: Schema.Struct({ snapshot: Schema.NonEmptyString }),
  inputs: {},
  output: Document.of("snapshot-manifest", SnapshotManifest),
  reach: () => Reach.whole("a document has no rows"),
  scope: "all",
  external: ({ snapshot }) => Effect.map(manifestOf(snapshot), hashOf),
  run: (_, { snapshot }) => manifestOf(snapshot),
})

const manifestOf = (snapshot: string) => SnapshotStore.use((store) => store.manifest(snapshot))
