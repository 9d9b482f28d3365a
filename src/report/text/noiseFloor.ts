/** The noise floor in one sentence: how often chance shows a ratio as high as the study's. */
import type { NoiseFloor } from "../../pipeline/metrics/noiseFloor.ts"

type Floor = NoiseFloor["floors"][number]

const drawnBy: Readonly<Record<Floor["kind"], string>> = {
  signs: "with the signs of its sessions drawn (a market without drift or trend)",
  rotation: "with history turned against its decisions (what its average holdings earn)",
}

export function noiseFloorLines({ sharpe, floors }: NoiseFloor): ReadonlyArray<string> {
  const known = floors.filter(({ p_value }) => p_value !== null)
  if (sharpe === null || known.length === 0) {
    return [`Noise floor: nothing can be said, ${floors[0]?.reason ?? "there are no draws"}.`]
  }
  const said = floors.map((floor) => floorText(floor))
  return [`Noise floor: its holdings show a Sharpe ratio of ${sharpe.toFixed(2)} or more ${said.join("; ")}.`]
}

function floorText({ kind, draws, rank, p_value, quantile_95, reason }: Floor): string {
  if (rank === null || p_value === null || quantile_95 === null)
    return `${drawnBy[kind]}: undefined, ${reason}`
  return `in ${rank - 1} of ${draws} draws ${drawnBy[kind]}, p = ${(100 * p_value).toFixed(1)} %, 95 % of them below ${quantile_95.toFixed(2)}`
}
