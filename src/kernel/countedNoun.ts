/** "1 row", "2 rows"; of nouns that take an s. */
export const countedNoun = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? "" : "s"}`
