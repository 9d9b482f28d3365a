/**
 * When assets belong to a universe, such as an index: intervals of dates, known as they come and never looked up from the
 * end. An asset that is not named never belongs.
 */
import * as Schema from "effect/Schema"
import { parseIsoDate } from "../../kernel/civilDate.ts"
import type { Span } from "../../kernel/universeState.ts"

/** An exact `YYYY-MM-DD` that exists. */
const IsoDate = Schema.String.check(
  Schema.makeFilter((text) => parseIsoDate(text) !== undefined || "a date such as 2020-12-31"),
)

export const Interval = Schema.Struct({
  from: IsoDate.annotate({ description: "first date on which it belongs" }),
  to: Schema.optionalKey(
    IsoDate.annotate({ description: "first date on which it no longer does; absent: it still does" }),
  ),
}).check(
  Schema.makeFilter(
    ({ from, to }) =>
      to === undefined || from < to || { path: ["to"], issue: `${to} does not come after ${from}` },
  ),
)
export interface Interval extends Schema.Schema.Type<typeof Interval> {}

export const Membership = Schema.Record(Schema.String, Schema.Array(Interval))
export type Membership = typeof Membership.Type

/** The spans of some assets, in their order. */
export const spansOf = (
  membership: Membership,
  assets: ReadonlyArray<string>,
): ReadonlyArray<ReadonlyArray<Span>> =>
  assets.map((asset) =>
    Object.hasOwn(membership, asset)
      ? membership[asset]!.map(({ from, to }) => ({
          from: parseIsoDate(from)!,
          to: to === undefined ? Infinity : parseIsoDate(to)!,
        }))
      : [],
  )
