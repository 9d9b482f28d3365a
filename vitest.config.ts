import { defineConfig } from "vitest/config"

// `sage`, `sage/dag`, ... resolve to the sources, as in tsconfig.json: a second copy from dist/ would break Schema.
const sourceConditions = ["sage-source", "module", "node", "development|production"]

// One library copy for all test files: each isolated file would load effect again (about 0.5 s).
const shared = {
  isolate: false,
  testTimeout: 30_000,
  hookTimeout: 30_000,
  setupFiles: ["test/io/live/onlyThisMachine.ts"],
}
const project = (
  name: string,
  include: Array<string>,
  options: { exclude?: Array<string>; testTimeout?: number } = {},
) => ({
  extends: true as const,
  test: { name, include, ...options },
})

export default defineConfig({
  resolve: { conditions: sourceConditions },
  ssr: { resolve: { conditions: sourceConditions, externalConditions: ["sage-source"] } },
  test: {
    ...shared,
    projects: [
      project("unit", ["test/**/*.test.ts"], { exclude: ["test/golden/**", "test/long/**"] }),
      project("invariants", ["test/invariants/**/*.test.ts"], { testTimeout: 600_000 }),
      project("golden", ["test/golden/**/*.test.ts"]),
      project("long", ["test/long/**/*.test.ts"], { testTimeout: 3_600_000 }),
    ],
  },
})
