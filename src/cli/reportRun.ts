/** `sage report`: a run's folder as one page, drawn from what the folder holds; nothing is computed again. */
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { isAbsolute, join, relative, resolve } from "node:path"
import { tearSheet } from "../report/html/tearSheet.ts"
import { printResult } from "./print.ts"
import { projectRoot } from "./projectRoot.ts"
import { readReportData } from "./readReportData.ts"
import { openRun, type RunFolder } from "./RunFolder.ts"
import { writeOutput } from "./writeOutput.ts"

export interface ReportRequest {
  readonly run: string
  readonly out: string | undefined
  readonly open: boolean
  readonly json: boolean
}

export const reportRun = ({ run, out, open, json }: ReportRequest) =>
  Effect.gen(function* () {
    const folder = yield* openRun(run)
    const { file, bytes } = yield* writeReport(folder, out)
    const note = open ? yield* openInBrowser(resolve(projectRoot, file)) : undefined
    const facts = { file, run_id: folder.manifest.run_id, bytes }
    yield* printResult(json, { ...facts, ...(open ? { opened: note === undefined } : {}) }, () =>
      [
        `${file}: ${Math.round(bytes / 1000)} kB, one page that needs nothing but itself`,
        ...(note ?? []),
      ].join("\n"),
    )
  })

/** @param out by default report.html in the run's folder */
const writeReport = (folder: RunFolder, out: string | undefined) =>
  Effect.gen(function* () {
    const page = tearSheet(yield* readReportData(folder))
    const file = out ?? shown(join(folder.folder, "report.html"))
    yield* writeOutput(file, page)
    return { file, bytes: Buffer.byteLength(page) }
  })

/** Relative to the project where it lies inside. */
function shown(path: string): string {
  const inside = relative(projectRoot, path)
  return inside.startsWith("..") || isAbsolute(inside) ? path : inside
}

/** The program that opens a file with whatever the user shows pages by. */
const openers: Readonly<Record<string, string>> = { darwin: "open", win32: "explorer.exe" }

/** The browser goes on by itself. @returns what to tell the user where none could be started */
const openInBrowser = (path: string): Effect.Effect<ReadonlyArray<string> | undefined> =>
  Effect.callback((resume) => {
    const command = openers[process.platform] ?? "xdg-open"
    const child = spawn(command, [path], { detached: true, stdio: "ignore" })
    child.once("error", () =>
      resume(Effect.succeed([`No browser could be started by ${command}: open the file by hand.`])),
    )
    child.once("spawn", () => {
      child.unref()
      resume(Effect.undefined)
    })
  })
