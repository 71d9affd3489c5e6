/** Rows of the table of problems (domain/problems.ts) about the worklist. */
export const WORK_PROBLEMS = {
  'task-held': {
    status: 409,
    retry: true,
    sentence: '{holder} works on this case until {until}, through task {task}.',
    remedy:
      'Take another: npx arrears work next --as NAME. A supervisor frees it: npx arrears work release {task} --reason WORDS --as NAME.',
  },
  'task-not-held': {
    status: 409,
    retry: false,
    sentence: '{name} does not hold task {task}.',
    remedy: 'npx arrears work team shows who holds which; npx arrears work take {task} --as NAME takes it.',
  },
} as const;
