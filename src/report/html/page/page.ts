/**
 * The frame of a page that needs nothing but itself: its style and script stand inside, and its policy forbids everything
 * else. Only that very script may run and only that style apply (by their hashes), so markup that slipped in would be inert.
 */
import { createHash } from "node:crypto"
import { type Content, html, type Html, own } from "../Html.ts"
import { pageScript } from "./pageScript.ts"
import { pageStyle } from "./pageStyle.ts"

export interface PagePart {
  readonly id: string
  readonly title: string
  readonly body: Html
}

export interface Page {
  readonly title: string
  readonly head: Html
  readonly parts: ReadonlyArray<PagePart>
  /** blocks of data after the body */
  readonly data: Content
}

const digest = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`

/** @returns the document, to be written as UTF-8 */
export function drawPage({ title, head, parts, data }: Page): string {
  const policy = [
    "default-src 'none'",
    `script-src ${digest(pageScript)}`,
    `style-src ${digest(pageStyle)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ")
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${own(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${own(pageStyle)}</style></head>
<body><a class="skip" href="#content">Skip to the content</a>
<nav aria-label="Sections"><ol>${parts.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ol></nav>
<main id="content">
${head}
${parts.map(({ id, title: name, body }) => html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${name}</h2>\n${body}\n</section>\n`)}
</main>
<p class="unseen" role="status" aria-live="polite" id="spoken"></p>
${data}
<script>${own(pageScript)}</script>
</body></html>
`.markup
}
