import { copyFile, link } from "node:fs/promises"
import { codeOf } from "./files.ts"

/** What systems say where a file cannot have a second name: other device, no such feature, too many names, not allowed. */
const noLinks = new Set(["EXDEV", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EPERM", "EACCES", "EINVAL"])

/** Gives a file a second name without writing it again; a copy where that is not possible. */
export const linkOrCopy = (from: string, to: string): Promise<void> =>
  link(from, to).catch((cause) =>
    noLinks.has(codeOf(cause) ?? "") ? copyFile(from, to) : Promise.reject(cause),
  )
