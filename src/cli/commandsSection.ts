/** The part of docs/cli.md that lists every command with its arguments and flags, from the commands themselves. */

/** As `sage completions SHELL --json` prints it. */
export interface CommandJson {
  readonly name: string
  readonly description?: string
  readonly flags: ReadonlyArray<{ readonly name: string; readonly description?: string; readonly type: Kind }>
  readonly arguments: ReadonlyArray<{
    readonly name: string
    readonly description?: string
    readonly variadic: boolean
  }>
  readonly subcommands: ReadonlyArray<CommandJson>
}

interface Kind {
  readonly _tag: string
  readonly values?: ReadonlyArray<string>
}

const [begin, end] = ["<!-- every command: npm run docs -->", "<!-- end of every command -->"]

/** The page with the section written anew between its marks. */
export function withCommands(page: string, root: CommandJson): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/cli.md lacks the marks ${begin} and ${end}.`)
  const shared = new Set(root.flags.map(({ name }) => name))
  const lines = commandLines(root, "", shared)
  return `${page.slice(0, from)}${begin}\n\n${lines.join("\n")}\n\n${page.slice(to)}`
}

/** Commands that do something themselves; those that only hold others are told by these. */
function commandLines(
  command: CommandJson,
  prefix: string,
  shared: ReadonlySet<string>,
): ReadonlyArray<string> {
  const path = `${prefix}${command.name}`
  if (command.subcommands.length > 0)
    return command.subcommands.flatMap((each) => commandLines(each, `${path} `, shared))
  const given = command.arguments.map(({ name, variadic }) => ` ${name}${variadic ? "…" : ""}`).join("")
  const details = [
    ...command.arguments.map(({ name, description }) => detail(name, description)),
    ...command.flags
      .filter(({ name }) => !shared.has(name))
      .map(({ name, description, type }) => detail(`--${name}${valueOf(type)}`, description)),
  ]
  return [`- \`${path}${given}\`: ${command.description ?? ""}`, ...details]
}

const detail = (name: string, description: string | undefined): string =>
  `  - \`${name}\`: ${description ?? ""}`

function valueOf({ _tag, values }: Kind): string {
  if (_tag === "Boolean") return ""
  return ` ${values === undefined ? ({ Int: "N", Finite: "X" }[_tag] ?? "TEXT") : values.join("|")}`
}
