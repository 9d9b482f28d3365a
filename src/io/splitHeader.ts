const delimiters = [",", ";", "\t", "|"]

/** The names in the first line of a CSV, and what separates them: whichever separator cuts it into most pieces. */
export function splitHeader(text: string): {
  readonly names: ReadonlyArray<string>
  readonly delimiter: string
} {
  const line = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/, 1)[0]!
  const splits = delimiters.map((delimiter) => ({ delimiter, names: splitLine(line, delimiter) }))
  return splits.reduce((best, split) => (split.names.length > best.names.length ? split : best))
}

/** RFC 4180: a field may stand in quotes, and a quote within them is doubled. */
export function splitLine(line: string, delimiter: string): ReadonlyArray<string> {
  const fields = [""]
  let quoted = false
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!
    if (quoted && character === '"' && line[i + 1] === '"') fields[fields.length - 1] += line[i++]!
    else if (character === '"') quoted = !quoted
    else if (character === delimiter && !quoted) fields.push("")
    else fields[fields.length - 1] += character
  }
  return fields.map((field) => field.trim())
}
