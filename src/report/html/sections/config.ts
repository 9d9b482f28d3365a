import { html } from "../Html.ts"
import type { Section } from "./Section.ts"

export const config: Section = {
  id: "config",
  title: "Config",
  draw: ({ config: text }) =>
    text === undefined
      ? undefined
      : html`<p class="lead">Every choice, defaults filled in: <code>config.yaml</code> of the run’s folder, which <code>sage dag run</code> takes again.</p><details><summary>Show it</summary><pre tabindex="0">${text}</pre></details>`,
}
