/** What must hold over everything that happened, by name. engine/checks/check-invariants.ts has the query of each. */
export const INVARIANTS = [
  'one-send-per-key',
  'none-after-cure',
  'none-against-facts',
  'permit-for-each-send',
  'dispatch-for-each-send',
  'legal-path',
  'unknown-has-task',
  'account-has-a-way',
  'workflow-for-each-due-account',
  'hours-and-caps',
  'lawful-when-sent',
  'due-leaves-or-is-held',
  'equation-of-money',
  'no-disputed-demand',
  'bank-lines-add-up',
  'instructions-follow',
  'classes-follow',
] as const;
/** One of INVARIANTS. */
export type Invariant = (typeof INVARIANTS)[number];
