/** Every node that comes with Sage, stage by stage. Loaded only by the commands that list nodes. */
import type { Definition, Spec } from "../dag/Node.ts"
import * as Artifacts from "../experiment/artifacts/artifacts.ts"
import { TrialCount } from "../experiment/trials/trialCount.ts"
import { catalogue as allocation } from "../pipeline/allocation/index.ts"
import { catalogue as attribution } from "../pipeline/attribution/index.ts"
import { catalogue as costs } from "../pipeline/costs/index.ts"
import { catalogue as data } from "../pipeline/data/index.ts"
import { catalogue as execution } from "../pipeline/execution/index.ts"
import { catalogue as features } from "../pipeline/features/index.ts"
import { catalogue as intent } from "../pipeline/intent/index.ts"
import { catalogue as labels } from "../pipeline/labels/index.ts"
import { catalogue as metrics } from "../pipeline/metrics/index.ts"
import { catalogue as validation } from "../pipeline/validation/index.ts"

const definitions: ReadonlyArray<Definition> = [
  ...data,
  ...features,
  ...labels,
  ...intent,
  ...execution,
  ...allocation,
  ...costs,
  ...metrics,
  ...validation,
  ...attribution,
  TrialCount,
  ...Object.values(Artifacts),
]

export const catalogue: ReadonlyArray<Spec> = definitions.map(({ spec }) => spec)
