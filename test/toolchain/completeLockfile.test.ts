import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { completeLockfile, platformOf, satisfies } from "../../scripts/complete-lockfile.mjs"
import { projectRoot } from "./scratch.ts"

const incomplete = {
  lockfileVersion: 3,
  packages: {
    "": { dependencies: { fast: "1.0.0", old: "1.0.0" } },
    "node_modules/@fast/linux-x64": { version: "1.0.0", os: ["linux"], cpu: ["x64"], optional: true },
    "node_modules/fast": {
      version: "1.0.0",
      optionalDependencies: { "@fast/linux-x64": "1.0.0", "@fast/win32-arm64": "1.0.0" },
    },
    "node_modules/old": { version: "1.0.0", dev: true, optionalDependencies: { "@fast/linux-x64": "0.9.0" } },
  },
}

describe("completeLockfile", () => {
  it("adds what is missing: at the top, or beside its user where the top holds another version", () => {
    const { lock, added } = completeLockfile(incomplete)
    assert.deepStrictEqual(added, [
      "node_modules/@fast/win32-arm64",
      "node_modules/old/node_modules/@fast/linux-x64",
    ])
    const packages: Record<string, unknown> = lock.packages
    assert.deepStrictEqual(packages["node_modules/@fast/win32-arm64"], {
      version: "1.0.0",
      cpu: ["arm64"],
      os: ["win32"],
      optional: true,
    })
    assert.deepStrictEqual(packages["node_modules/old/node_modules/@fast/linux-x64"], {
      version: "0.9.0",
      cpu: ["x64"],
      os: ["linux"],
      dev: true,
      optional: true,
    })
  })

  it("changes nothing the second time", () => {
    const once = completeLockfile(incomplete).lock
    const twice = completeLockfile(once)
    assert.deepStrictEqual(twice.added, [])
    assert.strictEqual(JSON.stringify(twice.lock), JSON.stringify(once))
  })

  it("has nothing to add to the committed lockfile", () => {
    const committed = JSON.parse(readFileSync(join(projectRoot, "package-lock.json"), "utf8"))
    assert.deepStrictEqual(completeLockfile(committed).added, [])
  })

  it("reads the machine from the package's name", () => {
    assert.deepStrictEqual(platformOf("@x/binding-linux-arm64-musl"), {
      cpu: ["arm64"],
      os: ["linux"],
      libc: ["musl"],
    })
    assert.deepStrictEqual(platformOf("@x/binding-win32-x64-msvc"), { cpu: ["x64"], os: ["win32"] })
    assert.deepStrictEqual(platformOf("fsevents"), {})
  })

  it("knows the ranges that platform packages use", () => {
    assert.isTrue(satisfies("2.3.4", "~2.3.3"))
    assert.isFalse(satisfies("2.4.0", "~2.3.3"))
    assert.isTrue(satisfies("2.4.0", "^2.3.3"))
    assert.isFalse(satisfies("1.5.6-r.2", "1.5.6-r.1"))
  })
})
