/** Code fingerprints for programs that run graphs themselves (`runGraph` of `sage/dag`). */
export { codeOf } from "./codeOf.ts"
