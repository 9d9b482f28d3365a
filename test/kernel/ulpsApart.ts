/** How many doubles lie between two numbers of one sign, one of them counted; 0 for equal ones (also NaN, ±∞). */
export function ulpsApart(a: number, b: number): number {
  if (Object.is(a, b)) return 0
  const [x, y] = [bitsOf(a), bitsOf(b)]
  return Number(x > y ? x - y : y - x)
}

const bitsOf = (x: number): bigint => new DataView(Float64Array.of(x).buffer).getBigInt64(0, littleEndian)
const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
