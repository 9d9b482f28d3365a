import { BASE_SOURCES, edited, HEAD, node, type Case } from "./cases.ts"
import { lockfile } from "./project.ts"

/** Linking of names over files, and packages. */
export const LINK_CASES: ReadonlyArray<Case> = [
  {
    title: "two imports exchanged",
    expect: "different",
    sources: {
      ...BASE_SOURCES,
      "main.ts": `${HEAD}import { first as p, second as q } from "./tools.ts"\nexport const A = ${node("p(q(x)) - q(x)")}`,
    },
    edit: {
      "main.ts": `${HEAD}import { second as p, first as q } from "./tools.ts"\nexport const A = ${node("p(q(x)) - q(x)")}`,
    },
  },
  {
    title: "a namespace used whole",
    expect: "different",
    sources: {
      ...BASE_SOURCES,
      "main.ts": `${HEAD}import * as Tools from "./tools.ts"\nexport const A = ${node("Object.keys(Tools).length")}`,
    },
    edit: { "tools.ts": "export const first = (x: number) => x\nexport const second = (x: number) => x * 9" },
  },
  {
    title: "a helper moved to another file",
    expect: "same",
    sources: BASE_SOURCES,
    edit: {
      ...edited("helper.ts", "./deeper.ts", "./moved/deeper.ts"),
      "moved/deeper.ts": BASE_SOURCES["deeper.ts"] ?? "",
    },
  },
  {
    title: "a re-export renamed on the way",
    expect: "same",
    sources: BASE_SOURCES,
    edit: {
      "barrel.ts": `export { shift as moved } from "./shift.ts"\nexport { default as other } from "./other.ts"`,
      ...edited("main.ts", "shift, other", "moved as shift, other"),
    },
  },
  {
    title: "the package's version",
    expect: "different",
    sources: BASE_SOURCES,
    edit: { "package-lock.json": lockfile({ "math-kit": "1.0.1", "deep-kit": "1.0.0", effect: "4.1.0" }) },
    beyondBundler: "packages are not bundled",
  },
  {
    title: "a dependency of the package",
    expect: "different",
    sources: BASE_SOURCES,
    edit: { "package-lock.json": lockfile({ "math-kit": "1.0.0", "deep-kit": "1.0.1", effect: "4.1.0" }) },
    beyondBundler: "packages are not bundled",
  },
  {
    title: "another package and the shell's version",
    expect: "same",
    sources: BASE_SOURCES,
    edit: {
      "package-lock.json": lockfile({
        "math-kit": "1.0.0",
        "deep-kit": "1.0.0",
        effect: "4.2.0",
        "new-kit": "1.0.0",
      }),
    },
    beyondBundler: "packages are not bundled",
  },
  {
    title: "a kernel behind a stage's front door",
    expect: "different",
    sources: {
      ...BASE_SOURCES,
      "main.ts": `${HEAD}import { average } from "sage/features"\nexport const A = ${node("average([x])")}`,
    },
    edit: { "src/kernel/mean.ts": "export const mean = (xs) => xs[0]" },
    beyondBundler: "the front doors are left outside the bundle",
  },
  {
    title: "the vocabulary that the front door gives",
    expect: "different",
    sources: {
      ...BASE_SOURCES,
      "main.ts": `import { Node, Panel } from "sage"\nexport const A = ${node("Panel.rows([x])")}`,
    },
    edit: {
      "src/domain/Panel.ts":
        "export const map = (panel, f) => panel.map(f)\nexport const rows = (panel) => panel.length + 1",
    },
    beyondBundler: "the front doors are left outside the bundle",
  },
  {
    title: "unused vocabulary",
    expect: "same",
    sources: {
      ...BASE_SOURCES,
      "main.ts": `import { Node, Panel } from "sage"\nexport const A = ${node("Panel.rows([x])")}`,
    },
    edit: {
      "src/domain/Panel.ts": "export const map = () => []\nexport const rows = (panel) => panel.length",
    },
    beyondBundler: "the front doors are left outside the bundle",
  },
  {
    title: "the engine",
    expect: "same",
    sources: BASE_SOURCES,
    edit: { "src/dag/Node.ts": "export const define = (spec) => ({ ...spec })" },
    beyondBundler: "the front doors are left outside the bundle",
  },
  {
    title: "another export of the engine",
    expect: "different",
    sources: {
      ...BASE_SOURCES,
      "main.ts": `import { Node, Reach as R } from "sage"\nexport const A = ${node("R")}`,
    },
    edit: { "main.ts": `import { Node, Scope as R } from "sage"\nexport const A = ${node("R")}` },
  },
  {
    title: "files that re-export each other in a circle",
    expect: "different",
    sources: {
      ...BASE_SOURCES,
      "main.ts": `${HEAD}import * as One from "./one.ts"\nexport const A = ${node("One.Two.deep() + One.far()")}`,
      "one.ts": `export * from "./two.ts"\nexport * as Two from "./two.ts"\nexport const near = () => 1`,
      "two.ts": `export * from "./one.ts"\nimport { near } from "./one.ts"\nexport const deep = () => near()\nexport const far = () => 2`,
    },
    edit: {
      "one.ts": `export * from "./two.ts"\nexport * as Two from "./two.ts"\nexport const near = () => 3`,
    },
  },
  {
    title: "a worker's file",
    expect: "different",
    sources: {
      ...BASE_SOURCES,
      "main.ts": `${HEAD}export const A = ${node('new Worker(new URL("./worker.ts", import.meta.url))')}`,
      "worker.ts": `import { deeper } from "./deeper.ts"\npostMessage(deeper(1))`,
    },
    edit: edited("deeper.ts", "x + 1", "x + 2"),
    beyondBundler: "it leaves files behind a URL alone",
  },
]
