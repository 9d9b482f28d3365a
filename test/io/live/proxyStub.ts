/** A proxy of this machine that passes on what it gets, by either way that a client may ask. */
import { createServer } from "node:http"
import { type AddressInfo, connect } from "node:net"

export interface ProxyStub {
  readonly port: number
  /** the header Proxy-Authorization of each request */
  readonly credentials: ReadonlyArray<string | undefined>
  readonly close: () => void
}

export async function startProxy(): Promise<ProxyStub> {
  const credentials: Array<string | undefined> = []
  const server = createServer((request, response) => {
    credentials.push(request.headers["proxy-authorization"])
    const answered = globalThis.fetch(new URL(request.url!))
    void answered.then(async (answer) =>
      response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer())),
    )
  })
  server.on("connect", (request, socket) => {
    credentials.push(request.headers["proxy-authorization"])
    const [host, port] = request.url!.split(":")
    const onward = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n")
      socket.pipe(onward)
      onward.pipe(socket)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    port: (server.address() as AddressInfo).port,
    credentials,
    close: () => void server.close(),
  }
}
