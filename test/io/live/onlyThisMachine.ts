/** Loaded before every test, and before programs that tests start (`node --import`): nobody reaches for another machine. */
import { Socket } from "node:net"

const here = new Set(["127.0.0.1", "localhost", "::1"])

type Connect = (this: Socket, ...args: Array<unknown>) => Socket

/** Its own method, called on the socket that is meant. */
const { connect } = Socket.prototype as unknown as { readonly connect: Connect }

const guarded: Connect = function (...args) {
  const host = hostOf(args)
  if (host === undefined || here.has(host)) return connect.apply(this, args)
  process.stderr.write(`a test reached for ${host}\n`)
  throw new Error(`a test reached for ${host}`)
}

/** Of the ways in which a connection is asked for; undefined for a pipe of this machine. */
function hostOf(args: ReadonlyArray<unknown>): string | undefined {
  const [first, second] = args
  const given: unknown = Array.isArray(first) ? (first as ReadonlyArray<unknown>)[0] : first
  if (typeof given !== "object" || given === null) return typeof second === "string" ? second : "localhost"
  const { host, path } = given as { readonly host?: string; readonly path?: string | null }
  return path === undefined || path === null ? (host ?? "localhost") : undefined
}

Object.assign(Socket.prototype, { connect: guarded })
