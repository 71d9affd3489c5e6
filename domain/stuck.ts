/** Causes of being stuck, by code. What is found for each, and what to do then: engine/operate/find-stuck.ts. */
export const STUCK_CODES = [
  'database-older',
  'look-late',
  'facts-not-looked-at',
  'lease-expired',
  'send-failed',
  'outcome-unknown',
  'blocked',
  'lane-closed',
  'not-taken',
  'cycle-late',
  'file-refused',
  'task-late',
  'recall-not-acknowledged',
] as const;
/** One of the causes. */
export type StuckCode = (typeof STUCK_CODES)[number];
