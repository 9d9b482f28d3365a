import { createHash } from "node:crypto"
import { generateDemoMarket } from "../../../../src/pipeline/data/demo/generateDemoMarket.ts"
import { canonicalText, canonicalTruth } from "./canonicalText.ts"

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

/** SHA-256 of the whole market of a seed: of its bars, and of its truth. */
export function digest(seed: number): { readonly bars: string; readonly truth: string } {
  const { bars, truth } = generateDemoMarket({ seed })
  return { bars: sha256(canonicalText(bars)), truth: sha256(canonicalTruth(truth)) }
}
