/** Kinds that the reader of files notes cell by cell; the table holds what a plain cell means. */
import type { CellNoteKind } from "../RawTable.ts"
import type { DefectKind } from "./DefectKind.ts"

const cell = { smallest: "1 cell", level: "defect" } as const

export const cellKinds: Readonly<Record<CellNoteKind, DefectKind>> = {
  other_date_format: {
    kind: "other_date_format",
    title: "a date in another format than the file's, plain by the rows around it",
    ...cell,
    allowed: ["repair", "drop", "refuse"],
    byDefault: "repair",
  },
  unreadable_date: {
    kind: "unreadable_date",
    title: "no date, or one that could be two days",
    ...cell,
    allowed: ["refuse", "drop"],
    byDefault: "refuse",
  },
  thousands_separator: {
    kind: "thousands_separator",
    title: "separators of thousands in a number",
    ...cell,
    allowed: ["repair", "drop", "refuse"],
    byDefault: "repair",
  },
  decimal_comma: {
    kind: "decimal_comma",
    title: "a comma for the decimal point",
    ...cell,
    allowed: ["repair", "drop", "refuse"],
    byDefault: "repair",
  },
  surrounding_space: {
    kind: "surrounding_space",
    title: "blanks around a number",
    ...cell,
    allowed: ["repair", "drop", "refuse"],
    byDefault: "repair",
  },
  nan_literal: {
    kind: "nan_literal",
    title: "a word for nothing where other cells are empty",
    ...cell,
    allowed: ["repair", "refuse"],
    byDefault: "repair",
  },
  text_in_number: {
    kind: "text_in_number",
    title: "text where a number is due",
    ...cell,
    allowed: ["refuse", "drop"],
    byDefault: "refuse",
  },
}
