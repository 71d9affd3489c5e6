import type { LetterFacts, Rendered } from '../../domain/letter.ts';

const text = (l: LetterFacts): Rendered => ({ subject: 'x', body: l.personName });
export const finalDemand = text;
