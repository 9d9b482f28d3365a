/** Reasons in words. */
import type { Reason } from "../../dag/Reason.ts"

export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case "never-run":
      return "it has never run"
    case "forced":
      return "it was forced"
    case "code-changed":
      return reason.declarations.length === 0
        ? "its code changed"
        : `its code changed: ${reason.declarations.map(({ change, name, file, line }) => `${name} ${change} (${file}:${line})`).join(", ")}`
    case "package-changed":
      return `the package ${reason.name} changed from ${reason.old ?? "nothing"} to ${reason.new ?? "nothing"}`
    case "config-changed":
      return `${reason.path} changed from ${short(reason.old)} to ${short(reason.new)}`
    case "input-changed":
      return `its input ${reason.input} changed (${reason.from})`
    case "source-changed":
      return "what it reads from the outside changed"
    case "seed-changed":
      return `the seed changed from ${reason.old} to ${reason.new}`
    case "object-missing":
      return `its stored output ${reason.port} is missing`
    case "object-damaged":
      return `its stored output ${reason.path} was damaged`
  }
}

/** A value as JSON, cut when it is long: `sage why --json` has all of it. */
function short(value: unknown): string {
  const text = JSON.stringify(value)
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
