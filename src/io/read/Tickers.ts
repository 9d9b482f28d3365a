import type { ReadLimits } from "./limits.ts"
import { refusal, tooLarge } from "./refusal.ts"

/** Names of a ticker column, numbered as they appear; blanks around them do not count. */
export class Tickers {
  readonly names: Array<string> = []
  private readonly byName = new Map<string, number>()
  private readonly byKey = new Map<string, number>()
  private readonly path: string
  private readonly limits: ReadLimits

  constructor(path: string, limits: ReadLimits) {
    this.path = path
    this.limits = limits
  }

  /** @param key stands for the text: cells with the same key have the same text */
  indexOf(key: string, textOf: () => string): number {
    return this.byKey.get(key) ?? this.learn(key, textOf())
  }

  private learn(key: string, text: string): number {
    const name = text.trim()
    const index = this.byName.get(name) ?? this.names.length
    if (index === this.names.length) {
      this.names.push(name)
      this.byName.set(name, index)
    }
    this.byKey.set(key, index)
    if (this.byKey.size > this.limits.tickers) {
      throw refusal(this.path, `it names more than ${this.limits.tickers} tickers`, { remedy: tooLarge })
    }
    return index
  }
}
