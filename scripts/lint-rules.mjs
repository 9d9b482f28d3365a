// Lint rules of our own: what would make two runs of the same inputs differ.

/** Exact by the language's standard, so equal on every machine. The others (pow, exp, log, sin, ...) are approximations
 * that differ between engine versions: src/kernel has its own. */
const exactMath = new Set(
  "abs ceil clz32 f16round floor fround imul max min round sign sqrt trunc E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2 random".split(
    " ",
  ),
)

const isCall = (node, object, property) =>
  node.object.type === "Identifier" &&
  node.object.name === object &&
  (property === undefined || (node.property.type === "Identifier" && node.property.name === property))

/** `Math.pow`, `**` and the rest: only exact arithmetic may decide a stored number. */
const exactArithmetic = {
  create: (context) => {
    const power = (node) => {
      if (!node.operator.startsWith("**")) return
      context.report({
        node,
        message: "`**` differs between engine versions: use the kernel's own power function.",
      })
    }
    return {
      MemberExpression(node) {
        if (!isCall(node, "Math") || exactMath.has(node.property.name)) return
        const name = `Math.${node.property.name ?? "[...]"}`
        context.report({
          node,
          message: `${name} differs between engine versions: use the kernel's own function.`,
        })
      },
      BinaryExpression: power,
      AssignmentExpression: power,
    }
  },
}

/** The clock and chance: a result may depend on its inputs only. Time comes from effect's Clock, chance from a stream. */
const noClockNoChance = {
  create: (context) => {
    const report = (node, what) =>
      context.report({
        node,
        message: `${what} makes two runs differ: take time from effect's Clock, chance from a declared stream.`,
      })
    return {
      MemberExpression(node) {
        if (isCall(node, "Math", "random")) report(node, "Math.random")
        if (isCall(node, "Date", "now")) report(node, "Date.now")
      },
      NewExpression(node) {
        if (node.callee.name === "Date" && node.arguments.length === 0) report(node, "new Date()")
      },
      CallExpression(node) {
        if (node.callee.name === "Date") report(node, "Date()")
      },
    }
  },
}

export default {
  meta: { name: "sage" },
  rules: { "exact-arithmetic": exactArithmetic, "no-clock-no-chance": noClockNoChance },
}
