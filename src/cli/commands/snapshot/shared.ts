/** What the commands of `sage snapshot` have in common. */
import * as Argument from "effect/cli/Argument"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { parquetLayer, snapshotLayer } from "../../services.ts"

export const layers = Layer.mergeAll(snapshotLayer, parquetLayer)

export const snapshotName = Argument.String("NAME").pipe(
  Argument.withDescription("name of a snapshot (sage snapshot ls)"),
)

/** An option under a name, or nothing where it was not given. */
export const given = <A>(name: string, option: Option.Option<A>): Record<string, A> =>
  Option.isSome(option) ? { [name]: option.value } : {}
