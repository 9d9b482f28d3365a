/** The YAML library behind one function; loaded when a config is first written, not at start-up. */
import { Document, isCollection, isScalar, stringify, visit } from "yaml"

/** Fields by name: a config has the same text however it was put together, as its hash has. */
export const yamlText = (value: unknown): string => stringify(value, { sortMapEntries: true })

/** @param noteOf what to say beside a leaf, by its dotted path; undefined for nothing */
export function annotatedYaml(value: unknown, noteOf: (path: string) => string | undefined): string {
  const document = new Document(value)
  visit(document, {
    Pair: (_, pair, ancestors) => {
      const { value: node } = pair
      if (!isScalar(node) && !isCollection(node)) return
      const keys = [...ancestors, pair].flatMap((node) =>
        typeof node === "object" && "key" in node && isScalar(node.key) ? [String(node.key.value)] : [],
      )
      const note = noteOf(keys.join("."))
      if (note === undefined) return
      node.comment = ` ${note}`
      if (isCollection(node)) node.flow = true // a list on one line, so that the note stands beside it
    },
  })
  return document.toString({ lineWidth: 0 })
}
