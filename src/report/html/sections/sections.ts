/** The parts of the tear sheet in the order of the page. A new part is one file and one line here. */
import { attribution } from "./attribution.ts"
import { audit } from "./audit.ts"
import { comparison } from "./comparison.ts"
import { config } from "./config.ts"
import { costs } from "./costs.ts"
import { decision } from "./decision.ts"
import { drawdowns } from "./drawdowns.ts"
import { equity } from "./equity.ts"
import { exposure } from "./exposure.ts"
import { figures } from "./figures.ts"
import { folds } from "./folds.ts"
import { graph } from "./graph.ts"
import { metrics } from "./metrics.ts"
import { monthly } from "./monthly.ts"
import { noiseFloor } from "./noiseFloor.ts"
import { provenance } from "./provenance.ts"
import { robustness } from "./robustness.ts"
import { rolling } from "./rolling.ts"
import type { Section } from "./Section.ts"
import { significance } from "./significance.ts"
import { warnings } from "./warnings.ts"
import { weights } from "./weights.ts"
import { years } from "./years.ts"

export const sections: ReadonlyArray<Section> = [
  equity,
  comparison,
  figures,
  warnings,
  significance,
  noiseFloor,
  drawdowns,
  metrics,
  years,
  folds,
  monthly,
  rolling,
  robustness,
  weights,
  exposure,
  attribution,
  costs,
  decision,
  graph,
  audit,
  config,
  provenance,
]
