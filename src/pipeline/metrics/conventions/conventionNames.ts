/** Tools whose definitions can be asked for: apart from the definitions, which a start of the program does not need. */
export const conventions = ["empyrical", "quantstats", "ffn"] as const

export type Convention = (typeof conventions)[number]
