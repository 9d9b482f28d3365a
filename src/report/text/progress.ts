/** The one line of progress: how many nodes are settled, which runs. */
export interface ProgressState {
  readonly total: number
  readonly done: number
  readonly computed: number
  readonly current: string
}

export function progressLine({ total, done, computed, current }: ProgressState, columns: number): string {
  const width = 20
  const filled = total === 0 ? width : Math.floor((width * done) / total)
  const bar = `${"█".repeat(filled)}${"░".repeat(width - filled)}`
  const line = `${bar} ${done}/${total} nodes, ${computed} computed  ${current}`
  return line.length <= columns ? line : line.slice(0, Math.max(0, columns))
}
