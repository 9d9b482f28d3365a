/** Packages with native parts, or loaded by some commands only, that cannot be loaded here: their names. */
export async function absentDrivers(): Promise<ReadonlyArray<string>> {
  const loads = {
    "@duckdb/node-api": () => import("@duckdb/node-api"),
    "apache-arrow": () => import("apache-arrow"),
  }
  const absent: Array<string> = []
  for (const [name, load] of Object.entries(loads)) {
    try {
      await load()
    } catch {
      absent.push(name)
    }
  }
  return absent
}
