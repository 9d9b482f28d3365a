/** Help goes to stdout; a mistake in the arguments is one message on stderr that names the help, never the whole help. */
import * as CliOutput from "effect/cli/CliOutput"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

export const presenterLayer = Layer.succeed(CliOutput.Presenter, {
  present: (event) =>
    event._tag === "InvalidInvocation"
      ? Console.error(
          [
            ...event.errors.map((error) => error.message),
            `\`${event.commandPath.join(" ")} --help\` shows what can be given.`,
          ].join("\n"),
        )
      : CliOutput.defaultPresenter.present(event).pipe(Effect.asVoid),
})
