/** Where the engine learns what code stands behind a definition: the fingerprint of everything its `run` reaches. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { FingerprintMissing } from "./errors.ts"

export interface CodeEntry {
  readonly fingerprint: string
  /** where the definition stands */
  readonly file: string
  readonly line: number
  /** every declaration reached, so that two versions can be compared */
  readonly declarations: ReadonlyArray<CodeDeclaration>
  /** installed packages reached */
  readonly packages: ReadonlyArray<CodePackage>
}

export interface CodePackage {
  readonly name: string
  readonly version: string
  readonly integrity: string
}

export interface CodeDeclaration {
  readonly file: string
  readonly line: number
  readonly name: string
  readonly hash: string
  /** start of the source text */
  readonly text?: string
}

export class Code extends Context.Service<
  Code,
  { readonly of: (definition: string) => Effect.Effect<CodeEntry, FingerprintMissing> }
>()("sage/dag/Code") {
  static readonly layerTable = (table: Readonly<Record<string, CodeEntry>>): Layer.Layer<Code> =>
    Layer.succeed(
      Code,
      Code.of({
        of: (definition) => {
          const entry = table[definition]
          return entry === undefined
            ? Effect.fail(new FingerprintMissing({ definition }))
            : Effect.succeed(entry)
        },
      }),
    )
}
