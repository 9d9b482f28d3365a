import type { Book } from "./book.ts"

export function runBook(book: Book, from: number): void {}
