/** The eight laws of docs/audit.md, by name. */
import type { Law } from "../Probe.ts"
import { absence } from "./absence.ts"
import { causality } from "./causality.ts"
import { chunking } from "./chunking.ts"
import { equivariance } from "./equivariance.ts"
import { footprint } from "./footprint.ts"
import { origin } from "./origin.ts"
import { purity } from "./purity.ts"
import { totality } from "./totality.ts"

export const laws = {
  purity,
  totality,
  causality,
  footprint,
  origin,
  chunking,
  absence,
  equivariance,
} satisfies Readonly<Record<string, Law>>

export type LawName = keyof typeof laws

export const lawNames = Object.keys(laws) as ReadonlyArray<LawName>
