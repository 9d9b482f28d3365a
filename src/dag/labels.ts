/**
 * Labels that nodes get from where they are described. A graph is described by plain calls, one after the other, so
 * the place is known at each of them.
 */
let surrounding: string | undefined

/** Whether what is described now is a variant of what may be described elsewhere. */
let isVariant = false

/** Describes nodes each of which gives way to one that equals it, where a graph holds one (see `Fan.variants`). */
export function asVariant<A>(describe: () => A): A {
  const outer = isVariant
  isVariant = true
  try {
    return describe()
  } finally {
    isVariant = outer
  }
}

export const isVariantHere = (): boolean => isVariant

/** Describes nodes that all carry the label: `fit@2019`, and `fit@left@2019` where they have one of their own. */
export function within<A>(label: string, describe: () => A): A {
  const outer = surrounding
  surrounding = labelHere(label)
  try {
    return describe()
  } finally {
    surrounding = outer
  }
}

/** The label of a node that is described now. */
export function labelHere(own: string | undefined): string | undefined {
  if (own === undefined || surrounding === undefined) return own ?? surrounding
  return `${own}@${surrounding}`
}
