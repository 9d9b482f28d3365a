/** Kinds that a reader of files notes cell by cell; the table holds what the cell means, or NaN. */
import type { CellNoteKind } from "../RawTable.ts"
import type { Kind } from "./Kind.ts"

export const cellKinds = {
  other_date_format: {
    kind: "other_date_format",
    what: "a date written unlike the others of its file, plain by its neighbours",
    smallest: "1 cell",
    default: "repair",
    allowed: ["refuse", "drop", "repair"],
  },
  unreadable_date: {
    kind: "unreadable_date",
    what: "a date cell that is no date; drop takes the row",
    smallest: "1 cell",
    default: "refuse",
    allowed: ["refuse", "drop"],
  },
  thousands_separator: {
    kind: "thousands_separator",
    what: "1,234,500 among plain numbers",
    smallest: "1 cell",
    default: "repair",
    allowed: ["refuse", "drop", "repair"],
  },
  decimal_comma: {
    kind: "decimal_comma",
    what: "12,34 among numbers with a decimal point",
    smallest: "1 cell",
    default: "repair",
    allowed: ["refuse", "drop", "repair"],
  },
  surrounding_space: {
    kind: "surrounding_space",
    what: "blanks around a number",
    smallest: "1 cell",
    default: "repair",
    allowed: ["refuse", "drop", "repair"],
  },
  nan_literal: {
    kind: "nan_literal",
    what: "NaN, N/A or null as text; kept as not known",
    smallest: "1 cell",
    default: "keep-and-flag",
    allowed: ["refuse", "drop", "keep-and-flag"],
  },
  text_in_number: {
    kind: "text_in_number",
    what: "a cell of a number column that is no number; kept as not known",
    smallest: "1 cell",
    default: "refuse",
    allowed: ["refuse", "drop", "keep-and-flag"],
  },
} as const satisfies { readonly [K in CellNoteKind]: Kind & { readonly kind: K } }
