/** Colours of the page by the measures of WCAG 2 (contrast) and of simulated colour vision (difference in CIELAB). */
import { describe, expect, it } from "vitest"
import { pageStyle } from "../../../../src/report/html/page/pageStyle.ts"

type Rgb = readonly [number, number, number]

/** Custom properties that are colours, of the first rule after `start`. */
function colours(start: string): ReadonlyMap<string, Rgb> {
  const rule = pageStyle.slice(pageStyle.indexOf(start))
  const text = rule.slice(0, rule.indexOf("}"))
  return new Map(
    [...text.matchAll(/--([a-z]+\d?):#([0-9a-f]{3,6})\b/g)].map(([, name, hex]) => {
      const full = hex!.length === 3 ? hex!.replace(/./g, "$&$&") : hex!
      return [name!, [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16)) as unknown as Rgb]
    }),
  )
}

const light = colours(":root{")
const themes = {
  light,
  dark: new Map([...light, ...colours("@media (prefers-color-scheme:dark)")]),
  print: new Map([...light, ...colours("@media print")]),
}

const linear = (rgb: Rgb): Rgb =>
  rgb.map((value) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  ) as unknown as Rgb
const luminance = (rgb: Rgb): number => {
  const [r, g, b] = linear(rgb)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (one: Rgb, other: Rgb): number => {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

type Matrix = readonly [Rgb, Rgb, Rgb]
const times = (matrix: Matrix, [r, g, b]: Rgb): Rgb =>
  matrix.map((row) => row[0] * r + row[1] * g + row[2] * b) as unknown as Rgb

/** Full dichromacy on linear RGB. Source: G. Machado, M. Oliveira, L. Fernandes (2009), IEEE TVCG 15(6), severity 1. */
const visions: Readonly<Record<string, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

/** CIELAB under D65. */
function lab(rgb: Rgb, vision: Matrix): Rgb {
  const seen = times(vision, linear(rgb)).map((value) => Math.min(1, Math.max(0, value))) as unknown as Rgb
  const [x, y, z] = times(
    [
      [0.4124, 0.3576, 0.1805],
      [0.2126, 0.7152, 0.0722],
      [0.0193, 0.1192, 0.9505],
    ],
    seen,
  )
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (t * 24389) / 27 / 116 + 16 / 116)
  const [fx, fy, fz] = [f(x / 0.95047), f(y), f(z / 1.08883)]
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)]
}

const difference = (one: Rgb, other: Rgb, vision: Matrix): number => {
  const [a, b] = [lab(one, vision), lab(other, vision)]
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

describe.each(Object.entries(themes))("the colours of the %s page", (_, theme) => {
  const colour = (name: string): Rgb => theme.get(name)!

  it("let text be read: 4.5 to 1 on paper and on panels", () => {
    for (const text of ["ink", "soft", "accent"])
      for (const ground of ["paper", "panel"])
        expect(contrast(colour(text), colour(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    for (const shade of ["p5", "n5"])
      expect(contrast(colour("on5"), colour(shade)), shade).toBeGreaterThanOrEqual(3)
    for (const shade of ["p1", "p2", "p3", "p4", "n1", "n2", "n3", "n4"])
      expect(contrast(colour("ink"), colour(shade)), shade).toBeGreaterThanOrEqual(4.5)
  })

  it("let lines be seen: 3 to 1 on paper", () => {
    for (const line of ["s0", "s1", "s2", "s3", "s4", "s5", "gain", "loss", "sum"])
      expect(contrast(colour(line), colour("paper")), line).toBeGreaterThanOrEqual(3)
  })

  it.each(Object.entries(visions))(
    "tell five systems apart, and gain from loss, with %s",
    (_name, vision) => {
      const lines = ["s0", "s1", "s2", "s3", "s4"]
      lines.forEach((one, i) =>
        lines
          .slice(i + 1)
          .forEach((other) =>
            expect(difference(colour(one), colour(other), vision), `${one} ${other}`).toBeGreaterThan(10),
          ),
      )
      expect(difference(colour("gain"), colour("loss"), vision)).toBeGreaterThan(40)
    },
  )

  it.each(Object.entries(visions))("tell neighbours in a stack apart with %s", (_name, vision) => {
    for (let i = 0; i < 9; i++)
      expect(difference(colour(`w${i}`), colour(`w${i + 1}`), vision), `w${i} w${i + 1}`).toBeGreaterThan(12)
    for (let i = 0; i < 10; i++)
      expect(difference(colour(`w${i}`), colour("cash"), vision), `w${i} cash`).toBeGreaterThan(10)
  })
})
