/** What rounding may leave of a capital that is lost to the last cent. */
const dust = 1e-12

/**
 * Whether growth by this factor leaves nothing, or less than nothing.
 *
 * Weights add up to 1 within rounding, so that a book whose every holding becomes worthless may keep 1e-16 of its
 * capital: that is ruin, not a book to go on with.
 *
 * @param growth factor on capital; NaN counts as a loss. Total: never throws.
 */
export const isTotalLoss = (growth: number): boolean => !(growth > dust)
