/** Distinct values in order of their first place, and each value's position among them. */
export interface Dictionary<A> {
  readonly values: A
  readonly codes: Int32Array
}

/** Positions must fit what a reader unpacks in 32 bits, and a larger dictionary saves nothing. */
const mostEntries = 1 << 16

/**
 * The dictionary of some doubles, told apart by their bits; undefined when it would not be much shorter than they.
 *
 * @param values shape (n), no NaN
 */
export function doubleDictionary(values: Float64Array): Dictionary<Float64Array> | undefined {
  const positions = new Map<number, number>()
  const codes = new Int32Array(values.length)
  const most = Math.min(mostEntries, Math.floor(values.length / 2))
  let negativeZero = -1
  const distinct: Array<number> = []
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    // a map takes the two zeros for one
    let code = Object.is(value, -0) ? negativeZero : (positions.get(value) ?? -1)
    if (code < 0) {
      if (distinct.length >= most) return undefined
      code = distinct.length
      distinct.push(value)
      if (Object.is(value, -0)) negativeZero = code
      else positions.set(value, code)
    }
    codes[i] = code
  }
  return { values: Float64Array.from(distinct), codes }
}

/** The same of whole numbers. */
export function intDictionary(values: Int32Array): Dictionary<Int32Array> | undefined {
  const dictionary = doubleDictionary(Float64Array.from(values))
  return dictionary === undefined
    ? undefined
    : { values: Int32Array.from(dictionary.values), codes: dictionary.codes }
}

/** Of texts that are codes already: those that occur, in order of their first place. */
export function usedTexts(
  texts: ReadonlyArray<string>,
  codes: Int32Array,
): Dictionary<ReadonlyArray<string>> {
  const positions = new Int32Array(texts.length).fill(-1)
  const used: Array<string> = []
  const out = codes.map((code) => {
    if (positions[code] === -1) positions[code] = used.push(texts[code]!) - 1
    return positions[code]!
  })
  return { values: used, codes: out }
}
