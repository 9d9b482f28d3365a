import type { DefectKind } from "./DefectKind.ts"

/** `spy` among SPY: taken for the same asset when it has no date that the other has. */
export const tickerCase: DefectKind = {
  kind: "ticker_case",
  title: "a ticker that differs from another by upper and lower case alone, on dates that the other lacks",
  smallest: "1 row",
  level: "defect",
  allowed: ["repair", "keep-and-flag", "refuse"],
  byDefault: "repair",
}
