/**
 * The acceptance bounds of the shipped market (tests S, E and N): statistic, lowest, highest. Volatility, mean and drawdown in %.
 * Set once, from the same statistics of real funds and a prototype on 200 seeds. A changed bound needs an entry in
 * docs/design-decisions.md.
 */
export type Bound = readonly [statistic: string, low: number, high: number]

type Range = readonly [low: number, high: number]

const each = (statistic: string, ranges: Readonly<Record<string, Range>>): ReadonlyArray<Bound> =>
  Object.entries(ranges).map(([ticker, [low, high]]) => [`${ticker} ${statistic}`, low, high] as const)

const equity = <T>(range: T) => ({ USEQ: range, TECH: range, EMEQ: range, REIT: range })

const around = (statistic: string, centre: number, width: number): Bound => [
  statistic,
  centre - width,
  centre + width,
]

export const bounds: ReadonlyArray<Bound> = [
  ...each("volatility", { USEQ: [14, 19], TECH: [16.5, 23], EMEQ: [16, 23], REIT: [14, 21] }),
  ...each("volatility", { LTGB: [12, 16], CRED: [6, 9], GOLD: [12, 17], TBIL: [0.1, 0.4] }),
  ...each("mean", { USEQ: [7, 17], TECH: [9, 24], EMEQ: [0, 15], REIT: [3, 17] }),
  ...each("mean", { LTGB: [0, 9], CRED: [2, 9], GOLD: [2, 14], TBIL: [0.8, 3] }),
  ...each("kurtosis", { ...equity<Range>([3, 12]), CRED: [3, 12], LTGB: [1.5, 9], GOLD: [1.5, 9] }),
  ...each("skewness", { USEQ: [-1, 0.05], TECH: [-1, 0.05], EMEQ: [-1, 0.05] }),
  ...each("drawdown", { USEQ: [-45, -22], TECH: [-55, -22], EMEQ: [-60, -25], REIT: [-55, -20] }),
  ...each("drawdown", { LTGB: [-50, -18], CRED: [-32, -9], GOLD: [-48, -15] }),

  ...each("autocorrelation", equity<Range>([-0.12, 0.02])),
  ...each("volatility memory", { ...equity<Range>([0.1, 0.33]), LTGB: [0.05, 0.18], GOLD: [0.05, 0.18] }),
  ...each("leverage", equity<Range>([-0.13, -0.02])),
  ["USEQ variance ratio 5", 0.8, 1],

  around("USEQ–TECH correlation", 0.93, 0.05),
  around("USEQ–EMEQ correlation", 0.79, 0.08),
  around("USEQ–REIT correlation", 0.75, 0.1),
  around("USEQ–LTGB correlation", -0.18, 0.15),
  around("USEQ–CRED correlation", 0.75, 0.08),
  around("USEQ–GOLD correlation", 0.02, 0.1),
  around("LTGB–GOLD correlation", 0.25, 0.1),
  around("EMEQ–REIT correlation", 0.62, 0.12),
  ["EMEQ dependence", 0.08, 0.35],
  ["LTGB dependence", -0.35, 0.02],

  ["VOLX mean", 14.5, 20],
  ["VOLX median", 12.5, 17],
  ["VOLX deviation", 5, 11],
  ["VOLX min", 7, 11],
  ["VOLX max", 45, 110],
  ["VOLX memory", 0.93, 0.985],
  ["VOLX moveCorrelation", -0.82, -0.62],
  ["VOLX pastCorrelation", 0.62, 0.9],
  ["VOLX nextCorrelation", 0.5, 0.8],
  ["VOLX premium", 1.12, 1.32],
  ["VOLX changeDeviation", 0.07, 0.115],

  ["bull days", 0.45, 0.8],
  ["side days", 0.12, 0.42],
  ["bear days", 0.04, 0.18],
  ["pooled momentum", -0.06, 0.18],
  ["USEQ reversal", -0.11, 0.01],

  around("USEQ bar overnightShare", 0.42, 0.05),
  around("USEQ bar nightDayCorrelation", 0, 0.08),
  around("USEQ bar parkinsonRatio", 0.775, 0.04),
  ["USEQ bar volumeMoveCorrelation", 0.4, 0.56],
  ["USEQ bar volumeDeviation", 0.33, 0.4],
  ["USEQ bar volumeMemory", 0.54, 0.66],
]

/** Seeds of the ensembles below. */
export const ensembleSeeds: ReadonlyArray<number> = Array.from({ length: 64 }, (_, i) => i + 1)

/**
 * Tests E: means over the ensemble of the market as shipped (of excess kurtosis the median), with tolerances of about four standard
 * errors.
 */
export const ensembleBounds: ReadonlyArray<Bound> = [
  around("USEQ volatility", 15.9, 1.3),
  around("USEQ autocorrelation", -0.036, 0.015),
  around("USEQ volatility memory", 0.214, 0.03),
  around("USEQ leverage", -0.069, 0.012),
  around("USEQ variance ratio 5", 0.904, 0.035),
  around("USEQ variance ratio 21", 0.89, 0.08),
  around("USEQ kurtosis", 7.5, 3),
  around("USEQ–EMEQ correlation", 0.81, 0.03),
  around("USEQ–REIT correlation", 0.77, 0.03),
  around("USEQ–LTGB correlation", -0.17, 0.03),
  around("USEQ–CRED correlation", 0.78, 0.03),
  around("LTGB–GOLD correlation", 0.25, 0.03),
  around("VOLX mean", 16.6, 0.9),
  around("VOLX moveCorrelation", -0.7, 0.02),
  around("VOLX premium", 1.225, 0.02),
  around("pooled momentum", 0.056, 0.03),
  around("USEQ reversal", -0.052, 0.017),
]

/** Tests N: means over the ensemble of the null market (all switches off but `premia`), centred on a prototype's. */
export const nullBounds: ReadonlyArray<Bound> = [
  around("USEQ autocorrelation", -0.007, 0.012),
  around("USEQ reversal", -0.004, 0.015),
  around("pooled momentum", 0.01, 0.03),
  around("USEQ leverage", 0, 0.008),
  around("USEQ skewness", 0.03, 0.05),
  around("USEQ kurtosis", 0.7, 0.4),
  around("USEQ volatility memory", 0.086, 0.015),
  around("USEQ variance ratio 5", 1, 0.03),
]
