import { createReadStream } from "node:fs"
import { open, stat } from "node:fs/promises"
import { createGunzip } from "node:zlib"
import type { ReadLimits } from "./limits.ts"
import { refusal } from "./refusal.ts"

const chunkBytes = 1 << 20

/**
 * The bytes of a file, unpacked when it begins as gzip does, a chunk at a time. The memory does not grow with the file.
 *
 * Throws DataRefused for a damaged archive and for one that unpacks to absurd size; errors of the system as they are.
 */
export async function* fileBytes(
  path: string,
  limits: ReadLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { size } = await stat(path)
  if (!(await isGzip(path))) {
    yield* plainBytes(path, size)
    return
  }
  const packed = createReadStream(path, { highWaterMark: Math.min(chunkBytes, size) })
  const unpacked = createGunzip({ chunkSize: 1 << 16 })
  packed.on("error", (cause) => unpacked.destroy(cause))
  let bytes = 0
  try {
    for await (const chunk of packed.pipe(unpacked) as AsyncIterable<Uint8Array>) {
      bytes += chunk.length
      if (bytes > limits.unpackedFreely && bytes > size * limits.unpackRatio) {
        throw refusal(path, `it unpacks to more than ${limits.unpackRatio} times its size`, {
          remedy: "Unpack it yourself if you trust it.",
        })
      }
      yield chunk
    }
  } catch (cause) {
    throw isZlibError(cause) ? refusal(path, `it is a damaged gzip file (${cause.code})`) : cause
  } finally {
    packed.destroy()
    unpacked.destroy()
  }
}

async function* plainBytes(path: string, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await open(path)
  try {
    for (;;) {
      // a caller keeps what it got: each chunk has memory of its own
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(Math.min(chunkBytes, size + 1)))
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}

const isZlibError = (cause: unknown): cause is Error & { readonly code: string } =>
  cause instanceof Error && "code" in cause && String(cause.code).startsWith("Z_")
