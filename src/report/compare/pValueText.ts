/** Three places, and never 0: no test is that sure. */
export const pValueText = (value: number | null): string =>
  value === null ? "—" : value < 0.001 ? "<0.001" : value.toFixed(3)
