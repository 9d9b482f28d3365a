/** Something about the input that the importer met and dealt with: never silently. */
export interface Defect {
  /** as in the catalogue of kinds (`defects/defectCatalogue.ts`) */
  readonly kind: string
  readonly asset: string
  /** ISO date of the first row concerned; empty where no date is */
  readonly date: string
  readonly detail: string
  readonly action: DefectAction
}

export type DefectAction = "repaired" | "dropped" | "kept" | "ignored" | "joined" | "refused"
