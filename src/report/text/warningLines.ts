/** Warnings of a run for a terminal: a universe of hundreds of stocks has hundreds of the same kind. */
interface Warning {
  readonly kind: string
  readonly message: string
}

/** Up to this many of a kind are told one by one. */
const toldInFull = 5
const toldOfMany = 3

export function warningLines(warnings: ReadonlyArray<Warning>): ReadonlyArray<string> {
  return [...Map.groupBy(warnings, ({ kind }) => kind)].flatMap(([kind, same]) => {
    const told = same.length <= toldInFull ? same : same.slice(0, toldOfMany)
    const rest = same.length - told.length
    return [
      ...told.map(({ message }) => `warning ${kind}: ${message}`),
      ...(rest === 0
        ? []
        : [`warning ${kind}: … ${rest} more of this kind (warnings.log and --json have all)`]),
    ]
  })
}
