import { toldWarnings } from "../../text/warningLines.ts"
import { html } from "../Html.ts"
import type { Section } from "./Section.ts"

export const warnings: Section = {
  id: "warnings",
  title: "Warnings",
  draw: ({ warnings: list }) =>
    list.length === 0
      ? undefined
      : html`<ul class="warnings">${toldWarnings(list).flatMap(({ kind, told, rest }) => [
          ...told.map(({ message }) => html`<li><span class="tag">${words(kind)}</span>${message}</li>`),
          rest > 0 &&
            html`<li><span class="tag">${words(kind)}</span>${rest} more of this kind: <code>warnings.log</code></li>`,
        ])}</ul>`,
}

const words = (kind: string): string => kind.replaceAll("_", " ")
