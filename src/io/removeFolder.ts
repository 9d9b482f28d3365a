import { rename, rm } from "node:fs/promises"
import { temporaryBeside } from "./files.ts"

/** Renamed first, so that no half of it is ever read, then deleted. Links in it go, and not what they lead to. */
export async function removeFolder(path: string): Promise<void> {
  const going = temporaryBeside(path)
  await rename(path, going)
  await rm(going, { recursive: true, force: true })
}
