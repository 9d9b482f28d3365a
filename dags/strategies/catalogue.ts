/** Every strategy that a study can name in `strategies.*.type`: one file and one line here each. */
import { Strategy } from "sage"
import { passthrough } from "./passthrough.ts"
import { trend } from "./trend.ts"

export const strategies = Strategy.catalogue([trend, passthrough])
