/** Reasons in words. */
import { changedParts } from "../../dag/External.ts"
import type { ChangePart, InputChange } from "../../dag/InputChange.ts"
import type { JsonChange } from "../../dag/jsonChanges.ts"
import type { Reason } from "../../dag/Reason.ts"
import { countedNoun } from "../../kernel/countedNoun.ts"

export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case "never-run":
      return "it has never run"
    case "forced":
      return "it was forced"
    case "code-changed":
      return reason.declarations.length === 0
        ? "its code changed"
        : `its code changed: ${listed(reason.declarations.map(({ change, name, file, line }) => `${name} ${change} (${file}:${line})`))}`
    case "package-changed":
      return `the package ${reason.name} changed from ${reason.old ?? "nothing"} to ${reason.new ?? "nothing"}`
    case "config-changed":
      return `${reason.path} changed from ${short(reason.old)} to ${short(reason.new)}`
    case "input-changed":
      return `its input ${reason.input} changed (${reason.from})${reason.change === undefined ? "" : `: ${changeText(reason.change)}`}`
    case "source-changed":
      return `what it reads from the outside changed${partsText(changedParts(reason.old, reason.new))}`
    case "expired":
      return `what it read at ${reason.readAt.slice(0, 16).replace("T", " ")} UTC held for ${reason.validForMs / 3_600_000} hours`
    case "seed-changed":
      return `the seed changed from ${reason.old} to ${reason.new}`
    case "object-missing":
      return `its stored output ${reason.port} is missing`
    case "object-damaged":
      return `its stored output ${reason.path} was damaged`
  }
}

/** A value as JSON, cut when it is long, a hash to what tells it from others: `sage why --json` has all of it. */
function short(value: unknown): string {
  const isHash = typeof value === "string" && /^[0-9a-f]{64}$/.test(value)
  const text = JSON.stringify(isHash ? value.slice(0, 12) : value)
  return text.length <= 48 ? text : `${text.slice(0, 45)}...`
}

/** Old and new text of the declarations that changed, for those who want to see them. */
export function declarationDiff(reason: Reason): string {
  if (reason.kind !== "code-changed") return ""
  return reason.declarations
    .map(({ file, line, name, before, after }) =>
      [`${file}:${line} ${name}`, ...prefixed("-", before), ...prefixed("+", after)].join("\n"),
    )
    .join("\n")
}

const prefixed = (mark: string, text: string | undefined): ReadonlyArray<string> =>
  text === undefined ? [] : text.split("\n").map((line) => `  ${mark} ${line}`)

const partsText = (parts: ReadonlySet<string> | undefined): string =>
  parts === undefined || parts.size === 0 ? "" : `: ${listed([...parts].sort())}`

function changeText({ parts }: InputChange): string {
  return parts.length === 0 ? "the same rows otherwise grouped" : parts.map(partText).join(", ")
}

function partText(part: ChangePart): string {
  switch (part.kind) {
    case "columns":
      return [
        ...(part.added.length === 0 ? [] : [`with ${listed(part.added)}`]),
        ...(part.removed.length === 0 ? [] : [`without ${listed(part.removed)}`]),
      ].join(" and ")
    case "fields":
      return part.some.map(fieldText).join(", ") + (part.count > part.some.length ? ", …" : "")
    case "revised":
      return `${countedNoun(part.cells, "cell")} of ${listed(part.columns)} revised, ${span(part)}`
    default:
      return `${countedNoun(part.rows, "row")} ${part.kind}, ${span(part)}`
  }
}

const span = ({ first, last }: { readonly first: string; readonly last: string }): string =>
  first === last ? first : `${first} … ${last}`

/** Names in a sentence; of many the first. */
export const listed = (names: ReadonlyArray<string>): string =>
  names.length <= 5 ? names.join(", ") : `${names.slice(0, 4).join(", ")} and ${names.length - 4} more`

const longestValue = 60

function fieldText({ path, old, new: now }: JsonChange): string {
  const name = path === "" ? "the document" : path
  const [before, after] = [JSON.stringify(old), JSON.stringify(now)]
  return before.length + after.length > longestValue
    ? `${name} changed`
    : `${name} changed from ${before} to ${after}`
}
