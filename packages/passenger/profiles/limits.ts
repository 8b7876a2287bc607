/** What a profile may be. */
export const limits = {
  /** Characters of an expression. */
  expression: 4_000,
  /** Steps that an expression takes at most, for whatever traveller (cost.ts): about 0.6 ms, at 30 ns a step. */
  cost: 20_000,
  examples: 20,
  /** Of the expression's tree, as the parser counts. */
  structure: {
    maxAstNodes: 500,
    maxDepth: 24,
    maxListElements: 300,
    maxMapEntries: 0,
    maxCallArguments: 3,
  },
} as const;
