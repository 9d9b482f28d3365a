/** How much there is in a cache. */
import type { StoreParts } from "../parts.ts"

export interface Stats {
  readonly objects: number
  /** of the objects; what lies in the catalogue is counted apart */
  readonly bytes: number
  readonly values: number
  readonly inlineValues: number
  readonly inlineBytes: number
  readonly results: number
  readonly runs: number
  /** damaged objects and catalogues that were put aside */
  readonly quarantined: number
  /** processes that compute at this moment */
  readonly processes: number
}

export function stats({ catalogue, files, owners }: StoreParts): Stats {
  const objects = files.all()
  const values = catalogue.inventory.values()
  return {
    objects: objects.length,
    bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0),
    values: values.length,
    inlineValues: values.filter((value) => value.objects.length === 0).length,
    inlineBytes: values.reduce((sum, { inlineBytes }) => sum + inlineBytes, 0),
    results: catalogue.inventory.results().length,
    runs: catalogue.runs().length,
    quarantined: files.quarantined(),
    processes: owners.others().length,
  }
}
