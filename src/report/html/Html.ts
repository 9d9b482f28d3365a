/**
 * Markup that is safe by construction: what stands between the tags of the template `html` is escaped unless it is markup
 * itself, so a name, a warning or a file's text never becomes a tag, an attribute or a script.
 */

/** Markup. Only this module makes one. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
}

/** Text is escaped, markup kept, a list joined; undefined and false vanish. */
export type Content = string | number | Html | undefined | false | ReadonlyArray<Content>

/** `html\`<td>${name}</td>\``; an attribute's value stands in double quotes in the template. */
export const html = (parts: TemplateStringsArray, ...contents: ReadonlyArray<Content>): Html => {
  let markup = parts[0]!
  contents.forEach((content, i) => {
    markup += markupOf(content) + parts[i + 1]!
  })
  return new Html(markup)
}

function markupOf(content: Content): string {
  if (content instanceof Html) return content.markup
  if (typeof content === "string") return escaped(content)
  if (typeof content === "number") return String(content)
  if (content === undefined || content === false) return ""
  return content.map(markupOf).join("")
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/** Control characters and halves of surrogate pairs, which no document may hold, become a visible mark. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "\ufffd")
    .replace(/[&<>"']/g, (character) => entities[character]!)

/** A block of data for the page's script: nothing in it can end the block or begin a comment. */
export const jsonBlock = (className: string, value: unknown): Html => {
  const text = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
  return html`<script type="application/json" class="${className}">${new Html(text)}</script>`
}

/** Markup of this project's own making, such as coordinates of a path. Never for what a file or a user said. */
export const own = (markup: string): Html => new Html(markup)
