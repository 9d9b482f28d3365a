import { Bollinger } from "./bollinger.ts"
import { Breakout } from "./breakout.ts"
import { Momentum } from "./momentum.ts"
import { MovingAverageCrossover } from "./movingAverageCrossover.ts"
import { Rsi } from "./rsi.ts"
import { SkippedMomentum } from "./skippedMomentum.ts"
import { RealisedVolatility } from "./volatility.ts"
import { ZScore } from "./zScore.ts"

export {
  Bollinger,
  Breakout,
  RealisedVolatility,
  Momentum,
  MovingAverageCrossover,
  Rsi,
  SkippedMomentum,
  ZScore,
}

export const catalogue = [
  Momentum,
  MovingAverageCrossover,
  Breakout,
  Rsi,
  Bollinger,
  ZScore,
  SkippedMomentum,
  RealisedVolatility,
] as const
