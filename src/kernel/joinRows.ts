/** Rows of a long table: sorted by session, then by ticker; a pair occurs once. */
export interface LongRows {
  /** epoch days */
  readonly session: Int32Array
  /** position in a list of names that both tables share */
  readonly ticker: Int32Array
}

export interface JoinedRows {
  /** rows of the left table that the right one has too, in order, and where they stand in the right one */
  readonly left: Int32Array
  readonly right: Int32Array
  readonly onlyLeft: Int32Array
  readonly onlyRight: Int32Array
}

/** Which rows two long tables share. Shapes: (rows); total. */
export function joinRows(left: LongRows, right: LongRows): JoinedRows {
  const [n, m] = [left.session.length, right.session.length]
  const both = { left: new Int32Array(Math.min(n, m)), right: new Int32Array(Math.min(n, m)) }
  const [onlyLeft, onlyRight] = [new Int32Array(n), new Int32Array(m)]
  let [i, j, shared, ours, theirs] = [0, 0, 0, 0, 0]
  while (i < n || j < m) {
    const order = i === n ? 1 : j === m ? -1 : compare(left, i, right, j)
    if (order === 0) {
      both.left[shared] = i++
      both.right[shared++] = j++
    } else if (order < 0) onlyLeft[ours++] = i++
    else onlyRight[theirs++] = j++
  }
  return {
    left: both.left.subarray(0, shared),
    right: both.right.subarray(0, shared),
    onlyLeft: onlyLeft.subarray(0, ours),
    onlyRight: onlyRight.subarray(0, theirs),
  }
}

const compare = (left: LongRows, i: number, right: LongRows, j: number): number =>
  left.session[i]! - right.session[j]! || left.ticker[i]! - right.ticker[j]!
