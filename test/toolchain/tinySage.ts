/** The least project that the launcher can build: a CLI that prints a constant or loads a user's file. */
import { join } from "node:path"
import { execute, makeScratch, type Outcome, type Scratch } from "./scratch.ts"

const sources = {
  "src/kernel/answer.ts": "export const answer = 1\n",
  "src/index.ts":
    'import * as Schema from "effect/Schema"\nexport { answer } from "./kernel/answer.ts"\nexport class Whole extends Schema.Class<Whole>("Whole")({ n: Schema.Int }) {}\n',
  "src/cli/main.ts": `
import * as Schema from "effect/Schema"
import { pathToFileURL } from "node:url"
import { answer, Whole } from "../index.ts"
const file = process.argv[2]
if (file === undefined) console.log(answer)
else {
  try {
    const user = await import(pathToFileURL(file).href)
    console.log(JSON.stringify(Schema.decodeUnknownSync(user.schema)({ n: 5 })), user.Whole === Whole)
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 2
  }
}
`,
}

export interface TinySage extends Scratch {
  readonly sage: (...args: ReadonlyArray<string>) => Promise<Outcome>
  /** Runs the launcher by another Node than this one. */
  readonly sageBy: (node: string, ...args: ReadonlyArray<string>) => Promise<Outcome>
}

export function makeTinySage(options: { readonly installed?: boolean } = {}): TinySage {
  const scratch = makeScratch(["bin", "scripts", "package.json", "package-lock.json"], options)
  for (const [file, text] of Object.entries(sources)) scratch.write(file, text)
  const sageBy = (node: string, ...args: ReadonlyArray<string>) =>
    execute(node, [join(scratch.root, "bin", "sage"), ...args], scratch.root)
  return { ...scratch, sageBy, sage: (...args) => sageBy(process.execPath, ...args) }
}
