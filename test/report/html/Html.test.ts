import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { html, jsonBlock } from "../../../src/report/html/Html.ts"

const anyText = fc.string({ unit: "binary", maxLength: 60 })
const nastyText = fc.oneof(
  anyText,
  fc
    .array(
      fc.constantFrom(
        "<",
        ">",
        '"',
        "'",
        "&",
        "</script>",
        "<!--",
        "<img src=x onerror=alert(1)>",
        "]]>",
        "\u2028",
      ),
    )
    .map((parts) => parts.join("")),
)

/** What a browser makes of text with entities. */
const unescaped = (markup: string): string =>
  markup
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")

describe("markup", () => {
  it("never takes text for a tag, an attribute's end or an entity", () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        const { markup } = html`<p title="${text}">${text}</p>`
        expect(markup.match(/[<>]/g)).toHaveLength(4)
        expect(markup.match(/"/g)).toHaveLength(2)
        expect(markup.replace(/&(amp|lt|gt|quot|#39);/g, "")).not.toContain("&")
      }),
    )
  })

  it("shows the text as it is, but for what no document may hold", () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        const shown = unescaped(html`${text}`.markup)
        expect(shown.length).toBe(text.length)
        for (let i = 0; i < text.length; i++) if (shown[i] !== "\ufffd") expect(shown[i]).toBe(text[i])
      }),
    )
  })

  it("keeps markup, joins lists, leaves out what is undefined or false", () => {
    expect(html`<b>${[html`<i>${1}</i>`, "<", undefined, false]}</b>`.markup).toBe("<b><i>1</i>&lt;</b>")
  })
})

describe("a block of data", () => {
  it("cannot be ended from within and reads back as it was", () => {
    fc.assert(
      fc.property(fc.dictionary(nastyText, nastyText), (value) => {
        const { markup } = jsonBlock("facts", value)
        const [, inside = ""] =
          /^<script type="application\/json" class="facts">(.*)<\/script>$/s.exec(markup) ?? []
        expect(inside).not.toMatch(/[<>&\u2028\u2029]/)
        expect(JSON.parse(inside)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
