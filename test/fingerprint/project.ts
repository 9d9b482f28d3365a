import { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { tableOfUserFiles } from "../../src/fingerprint/userTable.ts"
import type { FingerprintTable, NodeFingerprint } from "../../src/fingerprint/table.ts"

/** Sources by path below the project's folder. */
export type Sources = Readonly<Record<string, string>>

/** What every project has: the package with its front doors, an engine, a stage, a lockfile. */
const BASE: Sources = {
  "package.json": JSON.stringify({
    name: "sage",
    exports: {
      ".": { "sage-source": "./src/index.ts", default: "./dist/index.js" },
      "./dag": { "sage-source": "./src/dag/index.ts", default: "./dist/dag.js" },
      "./*": { "sage-source": "./src/pipeline/*/index.ts", default: "./dist/*.js" },
    },
  }),
  "package-lock.json": lockfile({ "math-kit": "1.0.0", "deep-kit": "1.0.0", effect: "4.1.0" }),
  "src/index.ts": `export * from "./dag/index.ts"\nexport * as Panel from "./domain/Panel.ts"`,
  "src/dag/index.ts": `export * as Node from "./Node.ts"`,
  "src/dag/Node.ts": `export const define = (spec) => spec`,
  "src/domain/Panel.ts": `export const map = (panel, f) => panel.map(f)\nexport const rows = (panel) => panel.length`,
  "src/kernel/mean.ts": `export const mean = (xs) => xs.reduce((a, b) => a + b, 0) / xs.length`,
  "src/pipeline/features/index.ts": `export * from "./average.ts"`,
  "src/pipeline/features/average.ts": `import { mean } from "../../kernel/mean.ts"\nexport const average = (xs) => mean(xs)`,
}

/** A lockfile with the given versions; `math-kit` depends on `deep-kit`. */
export function lockfile(versions: Readonly<Record<string, string>>): string {
  const entries = Object.entries(versions).map(([name, version]) => [
    `node_modules/${name}`,
    {
      version,
      integrity: `sha512-${name}-${version}`,
      ...(name === "math-kit" ? { dependencies: { "deep-kit": "*" } } : {}),
    },
  ])
  return JSON.stringify({ lockfileVersion: 3, packages: Object.fromEntries(entries) })
}

/** A project in a temporary folder. */
export class Project {
  readonly root = mkdtempSync(join(tmpdir(), "sage-fingerprint-"))
  readonly cacheDir = join(this.root, ".cache")

  constructor(sources: Sources = {}) {
    this.write({ ...BASE, ...sources })
  }

  write(sources: Sources): void {
    for (const [path, text] of Object.entries(sources)) {
      const file = join(this.root, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path))
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8")
  }

  table(entry = "main.ts"): FingerprintTable {
    return tableOfUserFiles(join(this.root, entry), { root: this.root, cacheDir: this.cacheDir })
  }

  /** The table of `main.ts` for a package in another place. */
  tableFor(root: string, cacheDir: string): FingerprintTable {
    return tableOfUserFiles(join(this.root, "main.ts"), { root, cacheDir })
  }

  node(name = "a", entry = "main.ts"): NodeFingerprint {
    const { nodes, refusals } = this.table(entry)
    const node = nodes[name]
    if (node === undefined) throw new Error(`no fingerprint of ${name}: ${JSON.stringify(refusals)}`)
    return node
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}

/** Runs with a project that is removed afterwards. */
export function withProject<A>(sources: Sources, use: (project: Project) => A): A {
  const project = new Project(sources)
  try {
    return use(project)
  } finally {
    project.remove()
  }
}

/** The fingerprint of the node `a` of `main.ts` before and after replacing files. */
export function beforeAndAfter(sources: Sources, edit: Sources): readonly [NodeFingerprint, NodeFingerprint] {
  return withProject(sources, (project) => {
    const before = project.node()
    project.write(edit)
    return [before, project.node()]
  })
}
