import type { SnapshotManifest } from "../../../pipeline/data/SnapshotManifest.ts"
import { countedNoun } from "../../../kernel/countedNoun.ts"
import { grouped } from "../figures.ts"
import { type Content, html, type Html } from "../Html.ts"
import {
  dateColumn,
  drawTable,
  mostListed,
  numberCell,
  numberColumn,
  restNote,
  textColumn,
} from "../table.ts"
import type { Section } from "./Section.ts"

/** Facts of the run by their name in its manifest; the page's script fills them in. */
const runFacts: ReadonlyArray<readonly [name: string, title: string]> = [
  ["run_id", "run"],
  ["started_at", "started"],
  ["mode", "mode"],
  ["overrides", "changed by --set"],
  ["seed", "seed"],
  ["deterministic", "deterministic"],
  ["config_hash", "config"],
  ["data_hash", "data"],
  ["code_fingerprint", "code"],
  ["git_commit", "commit"],
  ["git_dirty", "uncommitted changes"],
  ["sage_version", "Sage"],
  ["node_version", "Node"],
  ["v8_version", "V8"],
  ["platform", "platform"],
  ["lockfile_hash", "lockfile"],
  ["nodes", "nodes"],
]

export const provenance: Section = {
  id: "provenance",
  title: "Where it comes from",
  draw: ({ snapshot }) => html`<h3>This run</h3><dl class="ledger">${runFacts.map(
    ([name, title]) => html`<div><dt>${title}</dt><dd data-fact="${name}">—</dd></div>`,
  )}</dl><details><summary>Machine</summary><pre data-fact="environment" tabindex="0"></pre></details>
<details><summary>Content of each file</summary><pre data-fact="files" tabindex="0"></pre></details>
<noscript><p class="note">The run’s own facts stand as JSON in the source of this page, at its end.</p></noscript>
${snapshot !== undefined && prices(snapshot)}`,
}

function prices(snapshot: SnapshotManifest): Html {
  const { name, kind, source, adjustment, calendar, currency, rows, content_hash, symbols, sectors } =
    snapshot
  const entry = (title: string, value: Content): Html => html`<div><dt>${title}</dt><dd>${value}</dd></div>`
  return html`<h3>Prices</h3><dl class="ledger">
${entry("snapshot", name)}${entry("kind", kind)}${entry("source", source)}${entry("prices", adjustment)}${entry("calendar", calendar)}${entry("currency", currency)}
${entry("sessions", `${snapshot.first_session} … ${snapshot.last_session}`)}${entry("rows", grouped(rows))}${entry("content", content_hash)}</dl>
<details><summary>${countedNoun(symbols.length, "asset")}</summary>${drawTable({
    caption: "Assets of the snapshot",
    columns: [
      textColumn("asset"),
      dateColumn("first session"),
      dateColumn("last session"),
      numberColumn("rows"),
      textColumn("sector"),
    ],
    rows: symbols
      .slice(0, mostListed)
      .map(({ ticker, first_session, last_session, rows: count }) => [
        ticker,
        first_session,
        last_session,
        numberCell(count, grouped(count)),
        sectors[ticker] ?? "",
      ]),
  })}${restNote(symbols.length, "assets", "data_snapshot_manifest.json")}</details>`
}
