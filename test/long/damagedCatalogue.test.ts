import { it } from "@effect/vitest"
import { survivesDamage } from "../dag/faults/damagedCatalogue.ts"
import { seed, times } from "./effort.ts"

it("a catalogue with any bytes changed or cut off never leads to a wrong result", () =>
  survivesDamage(seed, times(2000)))
