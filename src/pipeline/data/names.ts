/** Names of snapshots and assets: they become folders, columns and keys, so they are kept plain. */
const snapshotPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const assetPattern = /^[A-Za-z0-9$^][A-Za-z0-9$^._=+:&-]{0,31}$/
const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/i

/** Why this is no name of a snapshot; undefined when it is one. */
export function snapshotNameProblem(name: string): string | undefined {
  if (!snapshotPattern.test(name)) {
    return "1 to 64 of A–Z a–z 0–9 . _ -, the first a letter or digit, so that it stays within its folder"
  }
  if (reserved.test(name)) return "some systems reserve it"
  return name.endsWith(".") ? "it ends in a dot, which some systems drop" : undefined
}

/** Why this is no name of an asset; undefined when it is one. */
export function assetNameProblem(name: string): string | undefined {
  return assetPattern.test(name)
    ? undefined
    : "1 to 32 of A–Z a–z 0–9 $ ^ . _ = + : & -, the first a letter, digit, $ or ^"
}
