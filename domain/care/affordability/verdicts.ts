/** What a sheet of income and expenses comes to. */
export const VERDICTS = ['affordable', 'nothing-left', 'deficit', 'not-plausible'] as const;
/** One of VERDICTS. */
export type Verdict = (typeof VERDICTS)[number];
