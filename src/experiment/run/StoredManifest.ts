/** Manifests as they lie in folders of runs: of this version of the artifacts, and of those before it. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { artifactSchemaVersion, RunManifest } from "./RunManifest.ts"

/** RFC 9562, any version: nothing else becomes part of a path or a page. */
const RunId = Schema.String.check(
  Schema.isPattern(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, { expected: "a UUID in small letters" }),
)

/** The first manifests had no number; they differ by fields that came later, and version 1 may lack those too. */
const Version = Schema.Int.check(
  Schema.isBetween(
    { minimum: 0, maximum: artifactSchemaVersion },
    {
      expected: `a version of artifacts up to ${artifactSchemaVersion}, the last that this Sage knows: a later one wrote it`,
    },
  ),
)

/** What a reader of a folder believes of its manifest. */
export const StoredManifest = Schema.Struct({
  ...RunManifest.fields,
  artifact_schema_version: Version.pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
  run_id: RunId,
  overrides: RunManifest.fields.overrides.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  baselines: RunManifest.fields.baselines.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  live: RunManifest.fields.live.pipe(Schema.withDecodingDefaultKey(Effect.succeed(null))),
  certificates: RunManifest.fields.certificates.pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
})
export interface StoredManifest extends Schema.Schema.Type<typeof StoredManifest> {}
