import { html } from "../Html.ts"
import type { Section } from "./Section.ts"

export const warnings: Section = {
  id: "warnings",
  title: "Warnings",
  draw: ({ warnings: list }) =>
    list.length === 0
      ? undefined
      : html`<ul class="warnings">${list.map(({ kind, message }) => html`<li><span class="tag">${kind.replaceAll("_", " ")}</span> ${message}</li>`)}</ul>`,
}
