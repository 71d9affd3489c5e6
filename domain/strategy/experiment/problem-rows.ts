/** Rows of the table of problems (domain/problems.ts) about experiments. */
export const EXPERIMENT_PROBLEMS = {
  'unknown-experiment': {
    status: 404,
    retry: false,
    sentence: 'There is no experiment {experiment}.',
    remedy: 'npx arrears experiment list shows them.',
  },
} as const;
