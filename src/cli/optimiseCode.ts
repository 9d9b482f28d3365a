/**
 * V8's optimising compilers, which `bin/sage` turns off: most commands only read what is stored, and are over before
 * optimised code has paid for its making. Numbers need them.
 */
import { setFlagsFromString } from "node:v8"

let allowed = false

/** From now on code is optimised. To be called before numbers are computed; a second call does nothing. */
export function optimiseCode(): void {
  if (allowed) return
  allowed = true
  setFlagsFromString("--opt")
  setFlagsFromString("--maglev")
  // numbers live in typed arrays outside the heap: a nursery that still grows would only be more of peak memory
  setFlagsFromString("--semi-space-growth-factor=1")
}
