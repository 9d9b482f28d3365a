/** New shares per old, as companies choose them; and their inverses. Below 1.5 a spin-off looks the same now and then. */
const ratios = [1.5, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50]
const all = ratios.flatMap((ratio) => [ratio, 1 / ratio])

/** The ratio of splits that is within a relative slack of a jump; undefined when none is. */
export const splitLike = (jump: number, slack: number): number | undefined =>
  all.find((ratio) => Math.abs(jump / ratio - 1) <= slack)

export function ratioText(ratio: number): string {
  const [most, isReverse] = ratio > 1 ? [ratio, false] : [1 / ratio, true]
  const per = [1, 2, 3, 4].find((count) => Math.abs(most * count - Math.round(most * count)) < 1e-9) ?? 1
  const [left, right] = [Math.round(most * per), per]
  return isReverse ? `${right}-for-${left}` : `${left}-for-${right}`
}
