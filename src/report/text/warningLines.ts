/** Warnings of a run for a reader: a universe of hundreds of stocks has hundreds of the same kind. */
interface Warning {
  readonly kind: string
  readonly message: string
}

/** Up to this many of a kind are told one by one. */
const toldInFull = 5
const toldOfMany = 3

interface ToldKind {
  readonly kind: string
  readonly told: ReadonlyArray<Warning>
  /** how many more there are */
  readonly rest: number
}

/** By kind, in the order in which kinds appear first. */
export const toldWarnings = (warnings: ReadonlyArray<Warning>): ReadonlyArray<ToldKind> =>
  [...Map.groupBy(warnings, ({ kind }) => kind)].map(([kind, same]) => {
    const told = same.length <= toldInFull ? same : same.slice(0, toldOfMany)
    return { kind, told, rest: same.length - told.length }
  })

export const warningLines = (warnings: ReadonlyArray<Warning>): ReadonlyArray<string> =>
  toldWarnings(warnings).flatMap(({ kind, told, rest }) => {
    return [
      ...told.map(({ message }) => `warning ${kind}: ${message}`),
      ...(rest === 0
        ? []
        : [`warning ${kind}: … ${rest} more of this kind (warnings.log and --json have all)`]),
    ]
  })
