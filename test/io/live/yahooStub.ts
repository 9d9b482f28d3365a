/** A server on this machine that answers as Yahoo's chart endpoint does, well or badly, by symbol. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import * as ExchangeCalendar from "../../../src/domain/ExchangeCalendar.ts"
import { chance } from "../../laws/markets.ts"
import { notFound, type TradedDay } from "./chartBody.ts"

export type Reply = (response: ServerResponse, request: IncomingMessage) => void

export interface Stub {
  readonly url: string
  /** replies of a symbol, one a request; the last one for ever. A symbol without replies is not found. */
  readonly play: (symbol: string, ...replies: ReadonlyArray<Reply>) => void
  /** symbols in order of their requests */
  readonly asked: ReadonlyArray<string>
  readonly requests: ReadonlyArray<{
    readonly url: string
    readonly headers: Readonly<Record<string, unknown>>
  }>
  /** most requests that were open at a time */
  readonly mostAtOnce: () => number
  readonly close: () => Promise<void>
}

export const json =
  (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Reply =>
  (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body))
  }

export const text =
  (body: string, status = 200, contentType = "text/html"): Reply =>
  (response) => {
    response.writeHead(status, { "content-type": contentType }).end(body)
  }

export const reset: Reply = (response) => void response.socket!.destroy()

/** The head comes, the body breaks off. */
export const brokenOff: Reply = (response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" })
  response.write('{"chart":')
  setTimeout(() => response.socket?.destroy(), 20)
}

export const never: Reply = () => {}

export const afterMs =
  (milliseconds: number, reply: Reply): Reply =>
  (response, request) =>
    void setTimeout(() => reply(response, request), milliseconds)

/** Bytes without end. */
export const endless: Reply = (response) => {
  response.writeHead(200, { "content-type": "application/json" })
  const chunk = `"${"x".repeat(1 << 16)}",`
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
  }
  response.on("drain", more)
  response.write("[")
  more()
}

export async function startStub(): Promise<Stub> {
  const replies = new Map<string, Array<Reply>>()
  const requests: Array<Stub["requests"][number]> = []
  const asked: Array<string> = []
  let open = 0
  let most = 0
  const server = createServer((request, response) => {
    const url = new URL(request.url!, "http://stub")
    const symbol = decodeURIComponent(url.pathname.split("/").at(-1)!)
    requests.push({ url: request.url!, headers: request.headers })
    asked.push(symbol)
    most = Math.max(most, ++open)
    response.on("close", () => open--)
    const list = replies.get(symbol) ?? []
    const reply = list.length > 1 ? list.shift()! : (list[0] ?? json(notFound, 404))
    reply(response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    play: (symbol, ...list) => void replies.set(symbol, [...list]),
    asked,
    requests,
    mostAtOnce: () => most,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Random whole bars on every NYSE session between two epoch days. */
export function someDays(seed: number, first: number, last: number): ReadonlyArray<TradedDay> {
  const next = chance(seed)
  let close = 50 + 100 * next()
  return [...ExchangeCalendar.sessionsBetween(ExchangeCalendar.nyse, first, last)].map((session) => {
    const open = close * (1 + 0.01 * (next() - 0.5))
    close = open * (1 + 0.02 * (next() - 0.48))
    return {
      session,
      open,
      high: Math.max(open, close) * 1.002,
      low: Math.min(open, close) * 0.998,
      close,
      volume: 1000 + Math.floor(1e6 * next()),
    }
  })
}
