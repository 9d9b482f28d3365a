/** The seed of `snapshots/demo`: the smallest that passes the acceptance bounds (docs/demo-market.md, "The scan"). */
export const shippedSeed = 28
