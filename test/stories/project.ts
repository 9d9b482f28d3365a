/** A project of a user in a temporary folder, and the command line started on it as a user would. */
import { cpSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { execute, makeScratch, type Outcome, projectRoot, type Scratch } from "../toolchain/scratch.ts"

const node = join(projectRoot, "node_modules", "node", "bin", "node")

export interface Project extends Scratch {
  /** `bin/sage` with these arguments */
  readonly sage: (...args: ReadonlyArray<string>) => Promise<Outcome>
  /** the same with --json, parsed; the command must have ended well and said nothing on stderr */
  readonly json: <A>(...args: ReadonlyArray<string>) => Promise<A>
  /** names of the finished run folders */
  readonly runs: () => ReadonlyArray<string>
}

/**
 * Graphs, experiments, presets and the demo snapshot, without Sage's own sources: those stay where they are.
 *
 * @param env variables of the environment that `sage` is started in, beside those of this process
 */
export function makeProject(env: Readonly<Record<string, string>> = {}): Project {
  const scratch = makeScratch(["dags", "experiments", "configs"])
  scratch.write("package.json", '{ "type": "module" }\n')
  cpSync(join(projectRoot, "snapshots", "demo"), join(scratch.root, "snapshots", "demo"), { recursive: true })
  return { ...scratch, ...commands(scratch, projectRoot, env) }
}

/** A whole copy of the clone, for stories in which Sage's own sources change. */
export function makeClone(): Project {
  const files = [
    "dags",
    "experiments",
    "configs",
    "src",
    "vendor",
    "bin",
    "scripts",
    "package.json",
    "package-lock.json",
  ]
  const scratch = makeScratch(files)
  cpSync(join(projectRoot, "snapshots", "demo"), join(scratch.root, "snapshots", "demo"), { recursive: true })
  return { ...scratch, ...commands(scratch, scratch.root) }
}

function commands(
  scratch: Scratch,
  sageRoot: string,
  env: Readonly<Record<string, string>> = {},
): Pick<Project, "sage" | "json" | "runs"> {
  const sage = (...args: ReadonlyArray<string>): Promise<Outcome> =>
    execute(node, [join(sageRoot, "bin", "sage"), ...args], scratch.root, env)
  return {
    sage,
    json: async <A>(...args: ReadonlyArray<string>): Promise<A> => {
      const { code, stdout, stderr } = await sage(...args, "--json")
      if (code !== 0 || stderr.replace("Building sage from its sources ...\n", "") !== "") {
        throw new Error(`sage ${args.join(" ")} ended with ${code}: ${stderr}${stdout}`)
      }
      return JSON.parse(stdout) as A
    },
    runs: () => readdirSync(join(scratch.root, "runs")),
  }
}

export interface RunJson {
  readonly run_id: string
  readonly run_dir: string
  readonly status: string
  readonly nodes: Readonly<
    Record<"total" | "computed" | "extended" | "cached" | "failed" | "skipped", number>
  >
  readonly computed_nodes: ReadonlyArray<string>
  readonly metrics: Readonly<Record<string, number | null>>
  readonly warnings: ReadonlyArray<{ readonly kind: string; readonly message: string }>
}

export const readText = (project: Scratch, ...path: ReadonlyArray<string>): string =>
  readFileSync(join(project.root, ...path), "utf8")
