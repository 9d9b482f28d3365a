// A child that stands in for this process: same terminal, same signals, same exit code.
import { spawn } from "node:child_process"
import { constants } from "node:os"

/** Not spawnSync: it forwards no signal, and a killed parent would leave the run alone. */
export function standIn(command, args, options = {}) {
  const child = spawn(command, args, { stdio: "inherit", ...options })
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
  child.on("error", (error) => {
    console.error(`${command} does not start: ${error.message}`)
    process.exit(1)
  })
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}
