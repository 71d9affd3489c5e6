/** Causes of being stuck, by code. engine/operate/find-stuck.ts finds them and has the remedy of each. */
export const STUCK_CODES = [
  'database-older',
  'evaluation-late',
  'facts-not-evaluated',
  'lease-expired',
  'send-failed',
  'outcome-unknown',
  'blocked',
  'lane-closed',
  'not-taken',
  'put-off',
  'cycle-late',
  'contact-file-late',
  'file-refused',
  'bank-lines-left',
  'task-late',
  'call-back-missed',
  'alarm-unanswered',
  'unreachable',
  'recall-not-acknowledged',
  'held-long',
  'restart-waits',
  'law-unknown',
  'calendar-ends',
] as const;
/** One of STUCK_CODES. */
export type StuckCode = (typeof STUCK_CODES)[number];
