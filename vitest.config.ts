import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"

// `sage`, `sage/dag`, ... resolve to the sources, as in tsconfig.json: a second copy from dist/ would break Schema.
const sourceConditions = ["sage-source", "module", "node", "development|production"]

// One library copy for all test files: each isolated file would load effect again (about 0.5 s).
const shared = {
  isolate: false,
  // a limit for what hangs, not for what is slow on a machine with other work
  testTimeout: 120_000,
  hookTimeout: 120_000,
  setupFiles: ["test/io/live/onlyThisMachine.ts"],
  // two cores, and half of the time is spent waiting for processes that stories start
  maxWorkers: 2,
}
const project = (
  name: string,
  include: Array<string>,
  options: { exclude?: Array<string>; testTimeout?: number } = {},
) => ({
  extends: true as const,
  test: { name, include, ...options },
})

/** Files in the order in which they were asked for, where SAGE_IN_ORDER names them: who wants the first failure puts the quick ones first. */
class InOrder extends BaseSequencer {
  override async sort(files: Array<TestSpecification>): Promise<Array<TestSpecification>> {
    const order = process.env["SAGE_IN_ORDER"]?.split(" ")
    if (order === undefined) return super.sort(files)
    const place = ({ moduleId }: TestSpecification) => order.findIndex((name) => moduleId.endsWith(name))
    return files.toSorted((one, other) => place(one) - place(other))
  }
}

export default defineConfig({
  resolve: { conditions: sourceConditions },
  ssr: { resolve: { conditions: sourceConditions, externalConditions: ["sage-source"] } },
  test: {
    ...shared,
    sequence: { sequencer: InOrder },
    projects: [
      project("unit", ["test/**/*.test.ts"], { exclude: ["test/golden/**", "test/long/**"] }),
      project("invariants", ["test/invariants/**/*.test.ts"], { testTimeout: 600_000 }),
      project("golden", ["test/golden/**/*.test.ts"]),
      project("long", ["test/long/**/*.test.ts"], { testTimeout: 3_600_000 }),
    ],
  },
})
