/** Arguments that several commands share. */
import * as Argument from "effect/cli/Argument"
import * as Flag from "effect/cli/Flag"

export const experimentFile = Argument.String("FILE").pipe(
  Argument.withDescription("experiments/NAME.ts, or a preset configs/presets/NAME.yaml"),
)

export const settings = Flag.String("set").pipe(
  Flag.atLeast(0),
  Flag.withDescription("change a field of the config: path=value; may be given several times"),
)
