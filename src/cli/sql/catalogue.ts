/** Every table that `sage sql` knows: one line each. */
import { artifacts, metrics } from "./folderViews.ts"
import { nodes, trials } from "./ledgerViews.ts"
import { runs } from "./runsView.ts"
import { snapshots } from "./snapshotsView.ts"
import type { SqlView } from "./SqlView.ts"
import { costs, equity, returns, weights } from "./tableViews.ts"

export const sqlViews: ReadonlyArray<SqlView> = [
  runs,
  nodes,
  trials,
  artifacts,
  snapshots,
  equity,
  weights,
  returns,
  costs,
  metrics,
]
