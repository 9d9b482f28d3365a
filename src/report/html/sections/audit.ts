import type { GraphNodeJson } from "../../../experiment/run/graphJson.ts"
import { html } from "../Html.ts"
import type { Section } from "./Section.ts"

export const audit: Section = {
  id: "audit",
  title: "Lookahead and certificates",
  draw: ({ graph: nodes }) =>
    nodes.length === 0
      ? undefined
      : html`<dl class="facts">
<div><dt>Code that has passed its laws</dt><dd><b data-fact="certified">—</b><small>definitions whose present code <code>sage audit</code> has tested on a study’s data: what it gives for the past does not move when the future changes, and more</small></dd></div>
<div><dt>Nodes that see past their own row</dt><dd><b>${nodes.filter(isAhead).length}</b><small>by declared reach; figures and files of the whole history see to its end. A node that takes part in decisions and sees ahead is refused before anything runs.</small></dd></div>
<div><dt>Longest warm-up</dt><dd><b>${Math.max(...nodes.map(({ warm_up_rows }) => warm_up_rows))} rows</b><small>before the first full estimate, derived from the lookbacks along the graph</small></dd></div>
<div><dt>Fills</dt><dd><b data-fact="optimistic">—</b><small>whether anybody could have traded so</small></dd></div>
</dl>`,
}

const isAhead = ({ outputs }: GraphNodeJson): boolean =>
  outputs.some(({ ahead }) => ahead === null || ahead > 0)
