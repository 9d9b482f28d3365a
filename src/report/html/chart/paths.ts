/** Lines and areas as SVG path data in whole units of the plot's own box, which stretches to whatever space there is. */

/** Width and height of the box that paths are drawn in: about a tenth of a pixel a unit. */
export const box = { width: 10_000, height: 2_000 }

/** A line through the points that are known; a point that is not known parts it. */
export function linePath(x: Int32Array, y: Float64Array): string {
  let path = ""
  let [lastX, lastY] = [0, 0]
  let isOpen = false
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(y[i]!)) {
      isOpen = false
      continue
    }
    const [px, py] = [x[i]!, Math.round(y[i]!)]
    path += isOpen ? `l${pair(px - lastX, py - lastY)}` : `M${pair(px, py)}`
    isOpen = true
    lastX = px
    lastY = py
  }
  return path
}

/** Between a line and a level. Stretches where the line is not known are left out. */
export function areaPath(x: Int32Array, y: Float64Array, level: number): string {
  let path = ""
  for (let from = 0; from < x.length; from++) {
    if (Number.isNaN(y[from]!)) continue
    let to = from
    while (to < x.length && !Number.isNaN(y[to]!)) to++
    path += `${linePath(x.subarray(from, to), y.subarray(from, to))}V${level}H${x[from]!}z`
    from = to
  }
  return path
}

/** A minus sign parts two numbers as well as a comma does. */
const pair = (x: number, y: number): string => (y < 0 ? `${x}${y}` : `${x},${y}`)
