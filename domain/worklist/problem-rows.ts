/** Rows of the table of problems (domain/problems.ts) about the worklist. */
export const WORK_PROBLEMS = {
  'task-held': {
    status: 409,
    retry: true,
    sentence: '{holder} works on this case until {until}, through task {task}.',
    remedy: 'Take another: npx arrears work next --as NAME. A supervisor may free this one (work release).',
  },
  'task-not-held': {
    status: 409,
    retry: false,
    sentence: '{name} does not hold task {task}.',
    remedy: 'npx arrears work team shows who has which.',
  },
  'unknown-caller': {
    status: 404,
    retry: false,
    sentence: 'There is no caller {caller} who is being asked.',
    remedy: 'Begin again with the number, the reference or the name: npx arrears calling --help.',
  },
  'caller-not-identified': {
    status: 403,
    retry: false,
    sentence: 'The answers do not fit; {left} tries are left.',
    remedy: 'Say nothing of a debt. Ask again, or offer to call back at a number that is known.',
  },
  'caller-locked': {
    status: 403,
    retry: false,
    sentence: 'Nobody is identified by telephone here for a day: too many answers did not fit.',
    remedy: 'Say nothing of a debt. Offer to call back at a number that is known, and end the call.',
  },
} as const;
