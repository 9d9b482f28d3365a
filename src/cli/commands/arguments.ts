/** Arguments that several commands share. */
import * as Argument from "effect/cli/Argument"
import * as Flag from "effect/cli/Flag"
import * as Schema from "effect/Schema"

export const experimentFile = Argument.String("FILE").pipe(
  Argument.withDescription("experiments/NAME.ts, or a preset configs/presets/NAME.yaml"),
)

export const settings = Flag.String("set").pipe(
  Flag.atLeast(0),
  Flag.withDescription("change a field of the config: path=value; may be given several times"),
)

export const workerCount = Flag.Int("workers").pipe(
  Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 256 }))),
  Flag.withDefault(2),
  Flag.withDescription("nodes that may run at a time; heavy ones in threads of their own"),
)

export const runArgument = Argument.String("RUN").pipe(
  Argument.withDescription("latest, the id of a run or its beginning, or the path of its folder"),
)
