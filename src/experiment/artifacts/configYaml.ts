import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Blob from "../../dag/Blob.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"

/** The whole config of a study, every default written out, as YAML that `sage dag run` takes again. */
export const ConfigYaml = Node.define({
  name: "artifacts/config-yaml",
  title: "the resolved config as YAML",
  config: Schema.Struct({ resolved: Schema.Json }),
  inputs: {},
  output: Blob.type,
  reach: () => Reach.whole("a document has no rows"),
  scope: "all",
  run: (_, { resolved }) =>
    Effect.map(
      Effect.promise(() => import("./yamlText.ts")),
      ({ yamlText }) => new TextEncoder().encode(yamlText(resolved)),
    ),
})
