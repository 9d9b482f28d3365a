/** A secret that a test puts into the environment, and the search for it in everything that a program left behind. */
import { randomBytes } from "node:crypto"
import { lstatSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { zstdDecompressSync, gunzipSync } from "node:zlib"

export interface PlantedSecret {
  readonly value: string
  /** the secret under names that programs look for keys in */
  readonly env: Readonly<Record<string, string>>
}

/** @param names variables beside the usual ones */
export function plantSecret(...names: ReadonlyArray<string>): PlantedSecret {
  const value = `planted-${randomBytes(12).toString("hex")}`
  const all = [
    "SAGE_API_KEY",
    "SAGE_TOKEN",
    "YAHOO_API_KEY",
    "YAHOO_COOKIE",
    "API_KEY",
    "AUTHORIZATION",
    ...names,
  ]
  return { value, env: Object.fromEntries(all.map((name) => [name, value])) }
}

/**
 * Files below a folder that hold the secret in their name or bytes: plain, in UTF-16, Base64, hex or a URL, also within gzip
 * and zstd. Links are not followed.
 */
export function filesWith({ value }: PlantedSecret, folder: string): ReadonlyArray<string> {
  const needles = spellings(value)
  return filesBelow(folder).filter((path) => path.includes(value) || holds(readFileSync(path), needles))
}

/** Whether a text, such as what a command printed, holds it. */
export const textHas = ({ value }: PlantedSecret, text: string): boolean =>
  holds(Buffer.from(text), spellings(value))

function spellings(value: string): ReadonlyArray<Buffer> {
  const bytes = Buffer.from(value)
  // Base64 has three forms, by where in a longer text the secret begins; the first and last sign of each depend on neighbours
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .slice(shift === 0 ? 0 : 4, -4),
  )
  const texts = [value, encodeURIComponent(value), bytes.toString("hex"), ...base64, ...base64.map(urlSafe)]
  return [...texts.map((text) => Buffer.from(text)), Buffer.from(value, "utf16le")]
}

const urlSafe = (text: string): string => text.replaceAll("+", "-").replaceAll("/", "_")

function holds(bytes: Buffer, needles: ReadonlyArray<Buffer>): boolean {
  const unpacked = [bytes, ...[gunzipSync, zstdDecompressSync].flatMap((unpack) => tryUnpack(unpack, bytes))]
  return unpacked.some((content) => needles.some((needle) => content.includes(needle)))
}

function tryUnpack(unpack: (bytes: Buffer) => Buffer, bytes: Buffer): ReadonlyArray<Buffer> {
  try {
    return [unpack(bytes)]
  } catch {
    return [] // it is not packed so
  }
}

function filesBelow(folder: string): ReadonlyArray<string> {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    const found = lstatSync(path)
    if (found.isDirectory()) return filesBelow(path)
    return found.isFile() ? [path] : []
  })
}
