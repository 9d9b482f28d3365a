/** Leaves that differ between two JSON values, by dotted path. Arrays are leaves. */
export interface JsonChange {
  readonly path: string
  readonly old: unknown
  readonly new: unknown
}

export function jsonChanges(old: unknown, now: unknown, path = ""): ReadonlyArray<JsonChange> {
  if (isRecord(old) && isRecord(now)) {
    const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort()
    return names.flatMap((name) => jsonChanges(old[name], now[name], path === "" ? name : `${path}.${name}`))
  }
  return JSON.stringify(old) === JSON.stringify(now) ? [] : [{ path, old: old ?? null, new: now ?? null }]
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
