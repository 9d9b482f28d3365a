/** Objects by name: small ones lie in the catalogue, the others are files. What was read lately stays in memory. */
import { hashBytes } from "../canonical.ts"
import type { Catalogue } from "./Catalogue.ts"
import type { ObjectName, ReadRange } from "./layout.ts"
import type { ObjectFiles } from "./ObjectFiles.ts"

/** Objects read lately, so that neighbouring chunks of one object cost one read. */
const rememberedBytes = 64 << 20

export class Objects {
  private readonly catalogue: Catalogue
  private readonly files: ObjectFiles
  private readonly recent = new Map<string, Uint8Array>()
  private recentBytes = 0
  /** files that this process has written or seen to be what their name says */
  private readonly sound = new Set<string>()

  constructor(catalogue: Catalogue, files: ObjectFiles) {
    this.catalogue = catalogue
    this.files = files
  }

  /**
   * Writes a file unless it is there. What lies there may have been left by a crash: unless it is trusted it is read and,
   * if it is not what its name says, put aside.
   */
  write({ hash, bytes }: ObjectName, fresh: Uint8Array, isTrusted: boolean): void {
    const size = this.files.sizeOf(hash)
    const isSound = (): boolean =>
      isTrusted || this.sound.has(hash) || hashBytes(this.files.read(hash)!) === hash
    if (size !== bytes || !isSound()) {
      if (size !== undefined) this.files.quarantine(hash)
      this.files.write(hash, fresh)
    }
    this.sound.add(hash)
  }

  has(object: ObjectName): boolean {
    return object.isSmall
      ? this.catalogue.smallObject(object.hash)?.length === object.bytes
      : this.files.sizeOf(object.hash) === object.bytes
  }

  read(object: ObjectName): Uint8Array | undefined {
    const known = this.recent.get(object.hash)
    if (known !== undefined) return known
    const bytes = object.isSmall ? this.catalogue.smallObject(object.hash) : this.files.read(object.hash)
    if (bytes !== undefined) this.remember(object.hash, bytes)
    return bytes
  }

  /** Gives a reader of parts of an object to `use`; undefined when there is no such object. */
  readSome<A>(object: ObjectName, use: (read: ReadRange) => A): A | undefined {
    const known = object.isSmall ? this.read(object) : this.recent.get(object.hash)
    if (known !== undefined) return use((from, to) => known.subarray(from, to))
    return object.isSmall ? undefined : this.files.readSome(object.hash, use)
  }

  /** Takes a damaged object out of the way; says where it was. */
  setAside(object: ObjectName): string {
    this.recent.delete(object.hash)
    this.sound.delete(object.hash)
    if (object.isSmall) {
      this.catalogue.dropSmallObject(object.hash)
      return `${object.hash} (in the catalogue)`
    }
    this.files.quarantine(object.hash)
    return this.files.pathOf(object.hash)
  }

  private remember(hash: string, bytes: Uint8Array): void {
    this.recent.set(hash, bytes)
    this.recentBytes += bytes.length
    for (const [oldest, { length }] of this.recent) {
      if (this.recentBytes <= rememberedBytes) break
      this.recent.delete(oldest)
      this.recentBytes -= length
    }
  }
}
