/**
 * One GET over http or https, at most so many bytes, through a proxy where there is one. Of what goes wrong only the
 * system's code is kept: messages of sockets and proxies may repeat addresses with credentials in them.
 */
import * as http from "node:http"
import * as https from "node:https"
import { createGunzip } from "node:zlib"

export interface HttpAnswer {
  readonly status: number
  readonly contentType: string
  /** of the header Retry-After, as it came */
  readonly retryAfter: string | undefined
  readonly cookies: ReadonlyArray<string>
  readonly body: Uint8Array
}

export class HttpFailure extends Error {
  /** `ECONNRESET`; `too large` for an answer above the limit */
  readonly reason: string

  constructor(reason: string) {
    super(reason)
    this.reason = reason
  }
}

export interface HttpOptions {
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly maxBytes: number
  readonly agent: http.Agent | undefined
}

export const tooLarge = "too large"

/** @param proxy address of a proxy, credentials included; undefined for none */
export function agentFor(url: URL, proxy: string | undefined): http.Agent | undefined {
  if (proxy === undefined) return undefined
  const proxyEnv = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy }
  return url.protocol === "https:" ? new https.Agent({ proxyEnv }) : new http.Agent({ proxyEnv })
}

/** Does not follow redirects: an endpoint of data that sends elsewhere is not the one that was asked. */
export function httpGet(url: URL, options: HttpOptions): Promise<HttpAnswer> {
  const { headers, signal, maxBytes, agent } = options
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void =>
      reject(error instanceof HttpFailure ? error : new HttpFailure(codeOf(error)))
    const ask = url.protocol === "https:" ? https.request : http.request
    const request = ask(
      url,
      {
        headers: { ...headers, "accept-encoding": "gzip" },
        signal,
        ...(agent === undefined ? {} : { agent }),
      },
      (response) => {
        const stream =
          response.headers["content-encoding"] === "gzip" ? response.pipe(createGunzip()) : response
        const chunks: Array<Buffer> = []
        let size = 0
        response.on("error", fail)
        response.on("aborted", () => fail(new HttpFailure("ECONNRESET")))
        stream.on("error", fail)
        stream.on("data", (chunk: Buffer) => {
          size += chunk.length
          if (size <= maxBytes) return void chunks.push(chunk)
          fail(new HttpFailure(tooLarge))
          request.destroy()
        })
        stream.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            contentType: response.headers["content-type"] ?? "",
            retryAfter: response.headers["retry-after"],
            cookies: response.headers["set-cookie"] ?? [],
            body: Buffer.concat(chunks),
          }),
        )
      },
    )
    request.on("error", fail)
    request.end()
  })
}

const codeOf = (error: Error): string =>
  "code" in error && typeof error.code === "string" && /^[A-Z][A-Z0-9_]{2,40}$/.test(error.code)
    ? error.code
    : "the connection failed"
