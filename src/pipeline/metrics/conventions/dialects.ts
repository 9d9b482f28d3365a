/** The figures of each convention. */
import type { Convention } from "./conventionNames.ts"
import type { Dialect } from "./Dialect.ts"
import { empyrical } from "./empyrical.ts"
import { ffn } from "./ffn.ts"
import { quantstats } from "./quantstats.ts"

export const dialects: Readonly<Record<Convention, Dialect>> = { empyrical, quantstats, ffn }
