/** A probability as people read it, never all or nothing: no history is that long. */
export const probabilityText = (share: number): string =>
  share > 0.999 ? "more than 99.9 %" : share < 0.001 ? "less than 0.1 %" : `${(100 * share).toFixed(1)} %`
