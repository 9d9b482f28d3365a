import { Breakout } from "./breakout.ts"
import { Momentum } from "./momentum.ts"
import { MovingAverageCrossover } from "./movingAverageCrossover.ts"

export { Breakout, Momentum, MovingAverageCrossover }

export const catalogue = [Momentum, MovingAverageCrossover, Breakout] as const
