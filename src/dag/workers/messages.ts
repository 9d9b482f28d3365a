/** What is said between the engine's thread and a worker. One request at a time: the next waits for the answer. */
import type { State } from "../Node.ts"
import type { WirePorts, Wire } from "./wire.ts"

export type Request =
  /** file: where the definition stands, as its fingerprint says */
  | { readonly type: "find"; readonly definition: string; readonly file: string }
  | {
      readonly type: "call"
      readonly definition: string
      /** canonical JSON */
      readonly config: string
      readonly inputs: WirePorts
      readonly skip: number
      readonly state: State | undefined
      readonly seed: number
    }

export type Reply =
  | { readonly type: "found" }
  | { readonly type: "missing"; readonly reason: string }
  /** any number of them before the answer */
  | { readonly type: "report"; readonly done: number; readonly total: number }
  | {
      readonly type: "answer"
      readonly ports: Readonly<Record<string, Wire>>
      readonly state: State | undefined
    }
  | { readonly type: "failed"; readonly error: WireError; readonly mayPass: boolean }

/** An error without its class: threads share none. */
export interface WireError {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  /** own fields that can be copied: the facts of a typed error, its tag among them */
  readonly facts: Readonly<Record<string, unknown>>
}

export function toWireError(cause: unknown): WireError {
  if (!(cause instanceof Error))
    return { name: "Error", message: textOf(cause), stack: undefined, facts: factsOf(cause) }
  const { name, message, stack } = cause
  return { name, message, stack, facts: factsOf(cause) }
}

export function fromWireError({ name, message, stack, facts }: WireError): Error {
  const error = Object.assign(new Error(message), facts)
  Object.defineProperty(error, "name", { value: name })
  Object.defineProperty(error, "stack", { value: stack ?? message })
  return error
}

const textOf = (cause: unknown): string =>
  typeof cause === "object" && cause !== null && "message" in cause ? String(cause.message) : String(cause)

const reserved: ReadonlySet<string> = new Set(["name", "message", "stack"])

function factsOf(cause: unknown): Readonly<Record<string, unknown>> {
  if (typeof cause !== "object" || cause === null) return {}
  const tag = "_tag" in cause ? { _tag: cause._tag } : {}
  return { ...tag, ...Object.fromEntries(Object.entries(cause).filter(isCopyable)) }
}

function isCopyable([name, value]: [string, unknown]): boolean {
  if (reserved.has(name)) return false
  try {
    structuredClone(value)
    return true
  } catch {
    return false // functions and the like stay behind
  }
}
