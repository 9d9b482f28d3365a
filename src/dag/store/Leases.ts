/**
 * Who computes which result at this moment, so that processes on one cache share work. A lease ends when its result is
 * stored, when its owner gives it back or ends, and when its owner has given no sign of life for long. Taking over from
 * somebody who is alive after all costs a computation, never a wrong result.
 *
 * No time of day takes part: life is a lock of the system, and signs of life are a count that waiters watch by their own
 * monotonic clocks.
 */
import type { Catalogue } from "./Catalogue.ts"
import type { Owners } from "./Owners.ts"

/** Milliseconds between signs of life. */
const beatMs = 5000

/** Milliseconds between two looks at whether a holder's process is there. */
const lookMs = 100

interface Sighting {
  readonly owner: string
  readonly beat: number
  /** when this beat was first seen */
  readonly since: number
  lookedAt: number
}

export class Leases {
  private readonly catalogue: Catalogue
  private readonly owners: Owners
  private readonly patienceMs: number
  private readonly held = new Set<string>()
  private readonly seen = new Map<string, Sighting>()
  private begun = false
  private timer: NodeJS.Timeout | undefined

  /** @param patienceMs how long a holder that is alive may give no sign of life */
  constructor(catalogue: Catalogue, owners: Owners, patienceMs: number) {
    this.catalogue = catalogue
    this.owners = owners
    this.patienceMs = patienceMs
  }

  get self(): string {
    return this.owners.self
  }

  /** Before anything is computed: others can see that this opening is at work. */
  private begin(): void {
    if (this.begun) return
    this.owners.announce()
    this.catalogue.leases.enlist(this.owners.self)
    this.begun = true
  }

  /** Whether the lease is ours now. */
  claim(key: string): boolean {
    this.begin()
    this.timer ??= setInterval(() => this.beat(), beatMs).unref()
    const claimed = this.catalogue.leases.claim(key, this.owners.self)
    if (claimed) this.held.add(key)
    return claimed
  }

  /** The result was stored, which ended the lease in the same transaction. */
  ended(key: string): void {
    this.held.delete(key)
  }

  release(key: string): void {
    if (this.held.delete(key)) this.catalogue.leases.release(key, this.owners.self)
  }

  /** Whether somebody is computing the result; a lease that nobody keeps is ended. */
  isHeld(key: string): boolean {
    const lease = this.catalogue.leases.find(key)
    if (lease === undefined) {
      this.seen.delete(key)
      return false
    }
    if (lease.owner === this.owners.self) return true
    const now = performance.now()
    const before = this.seen.get(key)
    const isSame = before?.owner === lease.owner && before.beat === lease.beat
    const sighting = isSame ? before : { ...lease, since: now, lookedAt: before?.lookedAt ?? -lookMs }
    this.seen.set(key, sighting)
    if (now - sighting.since < this.patienceMs && this.isAlive(sighting, now)) return true
    this.catalogue.leases.release(key, lease.owner)
    this.seen.delete(key)
    return false
  }

  close(): void {
    clearInterval(this.timer)
    if (this.begun) this.catalogue.leases.strikeOff(this.owners.self)
    this.owners.close()
  }

  private isAlive(sighting: Sighting, now: number): boolean {
    if (now - sighting.lookedAt < lookMs) return true
    sighting.lookedAt = now
    return this.owners.isAlive(sighting.owner)
  }

  private beat(): void {
    if (this.held.size === 0) return
    try {
      this.catalogue.leases.beat(this.owners.self)
    } catch {
      // a cache that cannot be written says so at the next result
    }
  }
}
