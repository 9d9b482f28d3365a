/** Names of snapshots and assets: they become folders, columns and keys, so they are kept plain. */
const basePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const versionPattern = /^(.*)@([2-9]|[1-9][0-9]{1,5})$/s
const assetPattern = /^[A-Za-z0-9$^][A-Za-z0-9$^._=+:&-]{0,31}$/
const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/i

/** `etf` is the first version of etf, `etf@2` the second. */
export interface SnapshotName {
  readonly base: string
  readonly version: number
}

/** Total: a text without a version is a base, whether or not it may be one. */
export function parseSnapshotName(name: string): SnapshotName {
  const match = versionPattern.exec(name)
  return match === null ? { base: name, version: 1 } : { base: match[1]!, version: Number(match[2]) }
}

export const versionName = ({ base, version }: SnapshotName): string =>
  version === 1 ? base : `${base}@${version}`

/** By name, and the versions of a name as numbers. */
export function compareSnapshotNames(left: string, right: string): number {
  const [a, b] = [parseSnapshotName(left), parseSnapshotName(right)]
  if (a.base !== b.base) return a.base < b.base ? -1 : 1
  return a.version - b.version
}

/** Why this is no name of a snapshot, with or without a version; undefined when it is one. */
export const snapshotNameProblem = (name: string): string | undefined =>
  baseProblem(parseSnapshotName(name).base)

/** Why nothing can be written under this name: versions get their numbers from the store. */
export function newSnapshotNameProblem(name: string): string | undefined {
  const { base, version } = parseSnapshotName(name)
  return version > 1 && baseProblem(base) === undefined
    ? `versions are numbered as they are written; write ${base} with --new-version`
    : snapshotNameProblem(name)
}

function baseProblem(base: string): string | undefined {
  if (!basePattern.test(base)) {
    const rule =
      "1 to 64 of A–Z a–z 0–9 . _ -, the first a letter or digit, so that it stays within its folder"
    return `${strangerIn(base)}${rule}; a later version is NAME@2 or NAME@3`
  }
  if (reserved.test(base)) return "some systems reserve it"
  return base.endsWith(".") ? "it ends in a dot, which some systems drop" : undefined
}

/** Why this is no name of an asset; undefined when it is one. */
export function assetNameProblem(name: string): string | undefined {
  return assetPattern.test(name)
    ? undefined
    : `${strangerIn(name)}1 to 32 of A–Z a–z 0–9 $ ^ . _ = + : & -, the first a letter, digit, $ or ^`
}

/** A letter of another alphabet may look like one of ours; its number tells it. */
function strangerIn(name: string): string {
  const stranger = /[^ -~]/u.exec(name)?.[0]
  if (stranger === undefined) return ""
  const code = stranger.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")
  return `it has the character U+${code}; `
}

/** Two names that some file systems, and columns of tables, cannot tell apart; undefined when there are none. */
export function namesThatMeet(names: Iterable<string>): readonly [string, string] | undefined {
  const seen = new Map<string, string>()
  for (const name of names) {
    const other = seen.get(name.toLowerCase())
    if (other !== undefined && other !== name) return [other, name]
    seen.set(name.toLowerCase(), name)
  }
  return undefined
}
