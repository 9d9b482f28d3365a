import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { type CommandJson, withCommands } from "../../src/cli/commandsSection.ts"
import { execute, projectRoot } from "../toolchain/scratch.ts"

const page = readFileSync(join(projectRoot, "docs", "cli.md"), "utf8")

const commandsOf = async (): Promise<CommandJson> => {
  const args = [join(projectRoot, "bin", "sage"), "completions", "bash", "--json"]
  const { stdout } = await execute(process.execPath, args, projectRoot)
  return (JSON.parse(stdout) as { readonly commands: CommandJson }).commands
}

/** `sage runs verify`: commands that do something themselves. */
const pathsOf = ({ name, subcommands }: CommandJson, prefix = ""): ReadonlyArray<string> =>
  subcommands.length === 0
    ? [`${prefix}${name}`]
    : subcommands.flatMap((each) => pathsOf(each, `${prefix}${name} `))

describe("docs/cli.md", () => {
  it("lists the commands and flags that there are (npm run docs writes it)", async () => {
    expect(withCommands(page, await commandsOf())).toBe(page)
  })

  it("tells in its table what each command is for", async () => {
    const table = page.slice(0, page.indexOf("## Every command"))
    const missing = pathsOf(await commandsOf()).filter((path) => {
      const last = path.split(" ").at(-1)!
      return !table.includes(`\`${path}`) && !table.includes(`\`${last}`)
    })
    expect(missing).toEqual([])
  })
})
