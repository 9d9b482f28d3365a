/** Intent after mapping, |e| ≤ 1, at the rows of decisions; NaN on other rows and for assets that are not eligible. */
import type { ValueType } from "../dag/ValueType.ts"
import * as Panel from "./Panel.ts"

export interface Exposure extends Panel.Panel {
  readonly "~exposure": "Exposure"
}

export const type: ValueType<Exposure> = Panel.typeOf<Exposure>("exposure", ["panel"])
