/** Small copies of the project, for tests that edit sources and start the launcher. */
import { spawn } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Scratch {
  readonly root: string
  readonly write: (file: string, text: string) => string
  readonly remove: () => void
}

/** An empty folder with some files of the project in it. `node_modules` is a link to the project's own. */
export function makeScratch(
  copied: ReadonlyArray<string>,
  options: { readonly installed?: boolean } = {},
): Scratch {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "sage-scratch-")))
  for (const file of copied) cpSync(join(projectRoot, file), join(root, file), { recursive: true })
  if (options.installed !== false)
    symlinkSync(join(projectRoot, "node_modules"), join(root, "node_modules"), "junction")
  return {
    root,
    write: (file, text) => {
      const path = join(root, file)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
      return path
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/**
 * Runs a program to its end and says what it printed.
 *
 * @param env variables beside those of this process
 */
export function execute(
  command: string,
  args: ReadonlyArray<string>,
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    })
    let stdout = ""
    let stderr = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text))
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text))
    child.on("error", reject)
    child.on("close", (code) => resolve({ code, stdout, stderr }))
  })
}
