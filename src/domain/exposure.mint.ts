/** Makes exposures. Only `pipeline/execution` may import this file; an import rule guards it. */
import type { Exposure } from "./Exposure.ts"
import type { Panel } from "./Panel.ts"

export const mintExposure = (panel: Panel): Exposure => panel as Exposure
