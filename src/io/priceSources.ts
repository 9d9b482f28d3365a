/** All sources of live prices as one: the request says which. Each loads when it is first asked. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { PriceSource } from "../pipeline/data/live/PriceSource.ts"

/** @param root where the names of folders start from */
export const layer = (root: string): Layer.Layer<PriceSource> =>
  Layer.effect(
    PriceSource,
    Effect.gen(function* () {
      const scope = yield* Effect.scope
      const opened = (load: () => Promise<Layer.Layer<PriceSource>>) =>
        Effect.cached(
          Effect.map(
            Effect.flatMap(Effect.promise(load), (source) => Layer.buildWithScope(source, scope)),
            (context) => Context.get(context, PriceSource),
          ),
        )
      const yahoo = yield* opened(() => import("./yahoo/yahooSource.ts").then((module) => module.layer()))
      const folders = yield* opened(() =>
        import("./csvDir/csvDirSource.ts").then((module) => module.layer(root)),
      )
      return PriceSource.of({
        fetch: (request) =>
          Effect.flatMap(request.source.kind === "yahoo" ? yahoo : folders, (source) =>
            source.fetch(request),
          ),
      })
    }),
  )
