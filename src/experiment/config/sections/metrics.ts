/** Rates that ratios are measured against. */
import * as Schema from "effect/Schema"
import { conventions } from "../../../pipeline/metrics/conventions/conventionNames.ts"
import { between, optional, withDefault } from "../fields.ts"
import { noiseFloor } from "./noiseFloor.ts"

export const Metrics = Schema.Struct({
  risk_free: optional(
    between(-1, 1),
    "rate subtracted in the Sharpe ratio, decimal per year; left out: cash_rate",
  ),
  mar: withDefault(between(-1, 1), 0, "minimum acceptable return of the Sortino ratio, decimal per year"),
  convention: optional(
    Schema.Literals(conventions),
    "also give figures as this tool defines them, where it differs; left out: Sage's own alone",
  ),
  noise_floor: noiseFloor,
}).annotate({ description: "rates that ratios are measured against" })
