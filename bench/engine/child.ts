/** The last act of a bench's child process. */
export function finish(answer: unknown): void {
  const { user, system } = process.cpuUsage()
  console.log(JSON.stringify({ cpuS: (user + system) / 1e6, answer }))
}
