/** How much a long test does, and with which seed: scripts/test-long.mjs sets and prints both. */
export const seed = Number(process.env["SAGE_LONG_SEED"] ?? "1")

const share = Number(process.env["SAGE_LONG_SHARE"] ?? "1")

/** The share of `full` repetitions that this run does; at least one. */
export const times = (full: number): number => Math.max(1, Math.round(full * share))
