/** YAML to JSON values, or the first thing wrong with it and where. Loaded only when a preset is read. */
import { parseDocument } from "yaml"

export type Parsed =
  | { readonly _tag: "Good"; readonly value: unknown }
  | { readonly _tag: "Bad"; readonly problem: string }

export function parseYaml(text: string): Parsed {
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true })
  const [error] = document.errors
  if (error !== undefined) {
    const line = error.linePos?.[0].line
    return { _tag: "Bad", problem: `line ${line ?? "?"}: ${error.message.split("\n")[0]}` }
  }
  try {
    return { _tag: "Good", value: document.toJS({ maxAliasCount: 100 }) ?? {} }
  } catch (cause) {
    // aliases that unfold to more than anybody writes, or that point nowhere
    return { _tag: "Bad", problem: cause instanceof Error ? cause.message : String(cause) }
  }
}
