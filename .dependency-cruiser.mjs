// Who may import whom (docs/architecture.md): one rule a row, each tried by test/toolchain/importRules.test.ts.

const src = (...names) => names.map((name) => `^src/${name}/`)
const effect = "^node_modules/effect/"
const node =
  "^(node:|(assert|crypto|events|fs|http|https|module|os|path|sqlite|stream|url|util|worker_threads|zlib)(/|$))"
const anyIndex = ["^src/index\\.ts$", "^src/dag/index\\.ts$", "^src/pipeline/[^/]+/index\\.ts$"]
const userEffect = "^node_modules/effect/(dist|src)/(Schema|Effect)\\."

/** Beside itself, `from` may import only what is listed. */
const may = (from, to) => ({
  name: `row-${from.replace(/\W+/g, "-")}`,
  severity: "error",
  from: { path: `^${from}/` },
  to: { pathNot: [`^${from}/`, ...to] },
})

/** A constructor that only one place may use: "a strategy cannot make weights" is checked, not asked for. */
const mint = (what, maker) => ({
  name: `mint-${what}`,
  severity: "error",
  from: { pathNot: maker },
  to: { path: `/${what}\\.mint\\.ts$` },
})

export default {
  forbidden: [
    may("src/kernel", []),
    may("src/dag", [effect, node]), // the catalogue and the object store use node:sqlite, node:crypto, node:fs
    may("src/domain", [...src("kernel", "dag"), effect]), // dag: the value types that panels implement
    may("vendor", [node]),
    may("src/pipeline", [...src("kernel", "domain", "dag"), effect, "^vendor/"]),
    may("src/experiment", [
      ...src("kernel", "dag", "domain", "pipeline"),
      effect,
      "^(node:)?path$",
      "^node_modules/yaml/",
    ]),
    may("src/fingerprint", [...src("dag"), effect, node, "^node_modules/oxc-parser/"]),
    may("src/io", [
      ...src("kernel", "domain", "dag", "pipeline/data"),
      effect,
      node,
      "^node_modules/(@effect/platform-node|@duckdb|apache-arrow|yahoo-finance2|yaml)/",
    ]),
    may("src/report", [
      ...src("kernel", "dag", "domain", "pipeline", "experiment"),
      effect,
      "^(node:)?crypto$", // the page's policy names its script by hash
    ]),
    may("dags", [...anyIndex, userEffect]),
    may("experiments", [...anyIndex, userEffect, "^dags/"]),
    may("examples/dag", ["^src/dag/index\\.ts$", userEffect, node, "^node_modules/@duckdb/"]), // the engine stands alone
    {
      name: "stages-do-not-meet",
      severity: "error",
      from: { path: "^src/pipeline/([^/]+)/" },
      to: { path: "^src/pipeline/", pathNot: "^src/pipeline/$1/" },
    },
    {
      name: "nothing-imports-cli",
      severity: "error",
      from: { pathNot: "^src/(cli|ui|script)/" }, // a script is a front of its own, on the same services
      to: { path: "^src/(cli|ui)/" },
    },
    {
      name: "user-code-by-name-only",
      severity: "error",
      from: { path: "^(dags|experiments|examples)/" },
      to: { path: "^src/", dependencyTypes: ["local"] },
    },
    {
      name: "no-index-inside",
      severity: "error",
      from: { path: "^src/", pathNot: ["index\\.ts$", "^src/cli/"] },
      to: { path: "/index\\.ts$", dependencyTypes: ["local"] },
    },
    mint("targetWeights", "^src/pipeline/allocation/"),
    mint("heldWeights", "^src/pipeline/execution/fills"),
    mint("exposure", "^src/pipeline/execution/"),
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules|^dist" },
    tsPreCompilationDeps: true, // `import type` is an arrow too
    parser: "swc",
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["sage-source", "import", "node", "default"], // sage-source first: `sage` without a built dist
      extensions: [".ts", ".mjs", ".js", ".json"],
    },
  },
}
