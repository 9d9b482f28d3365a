/** The nodes that make a run's files. */
export { Baselines } from "./baselines.ts"
export { Comparison } from "./comparison.ts"
export { ConfigYaml } from "./configYaml.ts"
export { PanelParquet } from "./panelParquet.ts"
export { SeriesParquet } from "./seriesParquet.ts"
export { SnapshotManifestDocument } from "./snapshotManifest.ts"
export { StudyWarnings } from "./warnings.ts"
