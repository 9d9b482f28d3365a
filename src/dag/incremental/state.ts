/** State of stateful nodes as a value: named vectors of doubles, kept so that a node can go on from some row. */
import type { State } from "../Node.ts"
import type { ValueType } from "../ValueType.ts"

export const stateType: ValueType<State> = {
  name: "state",
  widens: [],
  describe: (state) => Object.keys(state).join(", "),
  encode: (state) => {
    const names = Object.keys(state).sort()
    const lengths = names.map((name) => state[name]!.length)
    const numbers = new Float64Array(lengths.reduce((sum, length) => sum + length, 0))
    let at = 0
    for (const name of names) {
      for (const value of state[name]!) numbers[at++] = Number.isNaN(value) ? NaN : value
    }
    const bytes = new Uint8Array(numbers.buffer)
    return {
      header: JSON.stringify({ names, lengths }),
      chunks: [{ label: "all", rows: 0, buffers: [{ name: "numbers", bytes }] }],
    }
  },
  decode: ({ header, chunks }) => {
    const { names, lengths } = JSON.parse(header) as {
      names: ReadonlyArray<string>
      lengths: ReadonlyArray<number>
    }
    const numbers = new Float64Array(new Uint8Array(chunks[0]!.buffers[0]!.bytes).buffer)
    let at = 0
    return Object.fromEntries(
      names.map((name, i) => {
        const vector = numbers.slice(at, at + lengths[i]!)
        at += lengths[i]!
        return [name, vector]
      }),
    )
  },
}
