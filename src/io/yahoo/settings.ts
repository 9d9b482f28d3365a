/** What the environment may say about Yahoo: where it is, and the proxy on the way. Yahoo itself needs no key. */
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { SourceSettingError } from "../../pipeline/data/live/errors.ts"

export interface YahooSettings {
  /** scheme and host that are asked */
  readonly endpoint: URL
  /** address of a proxy; may hold a user's name and password */
  readonly proxy: Redacted.Redacted<string> | undefined
}

const usual = "https://query2.finance.yahoo.com"

export const yahooSettings: Effect.Effect<YahooSettings, SourceSettingError> = Effect.gen(function* () {
  const endpoint = yield* readEndpoint(yield* read("SAGE_YAHOO_URL", Config.String("SAGE_YAHOO_URL")))
  const proxy = yield* read("SAGE_PROXY", Config.Redacted("SAGE_PROXY"))
  if (proxy !== undefined && !isProxy(Redacted.value(proxy))) {
    const problem = "is no address of a proxy"
    const remedy = "Write it as http://proxy.example:8080 or http://user:password@proxy.example:8080."
    return yield* new SourceSettingError({ variable: "SAGE_PROXY", problem, remedy })
  }
  return { endpoint, proxy }
})

const read = <A>(
  variable: string,
  config: Config.Config<A>,
): Effect.Effect<A | undefined, SourceSettingError> =>
  Effect.gen(function* () {
    return Option.getOrUndefined(yield* Config.option(config))
  }).pipe(
    Effect.mapError(
      () =>
        new SourceSettingError({
          variable,
          problem: "cannot be read",
          remedy: "Correct it or leave it out.",
        }),
    ),
  )

function readEndpoint(text: string | undefined): Effect.Effect<URL, SourceSettingError> {
  const refuse = (problem: string) =>
    Effect.fail(
      new SourceSettingError({
        variable: "SAGE_YAHOO_URL",
        problem,
        remedy: `Write scheme and host alone, such as ${usual}, or leave it out.`,
      }),
    )
  const url = URL.parse(text ?? usual)
  if (url === null) return refuse("is no address")
  if (url.username !== "" || url.password !== "") return refuse("holds a user's name or password")
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") return refuse("holds more than a host")
  const isLocal = url.hostname === "127.0.0.1" || url.hostname === "localhost" || url.hostname === "[::1]"
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLocal)) return refuse("is not https")
  return Effect.succeed(url)
}

function isProxy(text: string): boolean {
  const protocol = URL.parse(text)?.protocol
  return protocol === "http:" || protocol === "https:"
}
