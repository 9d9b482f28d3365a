import type { RowKind } from "./DefectKind.ts"

/** Volumes, dividends and split ratios below 0 say nothing: they become unknown. */
export const negativeAmounts: RowKind = {
  kind: "negative_amount",
  title: "volume, dividend or split ratio below 0",
  smallest: "1 cell",
  level: "defect",
  allowed: ["drop", "refuse"],
  byDefault: "drop",
  find: ({ columns }) =>
    (["volume", "dividend", "split_ratio"] as const).flatMap((field) =>
      Array.from(columns[field].keys())
        .filter((i) => columns[field][i]! < 0)
        .map((i) => ({ from: i, to: i + 1, fields: [field], detail: `${field} is ${columns[field][i]}` })),
    ),
}
