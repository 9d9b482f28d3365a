/** Something about the input that the importer met and dealt with: never silently. */
export interface Defect {
  /** a kind of the catalogue (defects/catalogue.ts), or `renamed` */
  readonly kind: string
  readonly asset: string
  /** ISO date of the first row or missing session; empty where no date is concerned */
  readonly date: string
  /** ISO date of the last one, where there are several */
  readonly until?: string
  readonly detail: string
  readonly action: DefectAction
}

/** `joined`: rows of an earlier name, as the ticker map says. `ignored`: said of prices that contain it already. `noted`: information. */
export type DefectAction = "refused" | "dropped" | "kept" | "repaired" | "joined" | "ignored" | "noted"
