/** Rows of the table of problems (domain/problems.ts) about versions of strategies. */
export const STRATEGY_PROBLEMS = {
  'strategy-refused': {
    status: 422,
    retry: false,
    sentence: 'The strategy was refused: {faults}',
    remedy: 'Correct it; docs/strategies.md describes each field.',
  },
  'unknown-strategy': {
    status: 404,
    retry: false,
    sentence: 'No strategy {strategy} was proposed here.',
    remedy: 'Publish it first, a file or one that ships; npx arrears strategy versions shows those that were proposed.',
  },
} as const;
