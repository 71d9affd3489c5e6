/** A small layout and invented rows for tests of the score: late months and payments that say who defaults. */
import { ScoreLayout } from '../../domain/contracts/score-layout.ts';
import { hash32 } from '../../domain/hash.ts';
import type { TextRow } from '../../domain/strategy/score/dataset.ts';

const words = (en: string) => ({ en, 'zh-Hans': en });

/** What a layout file holds, unchecked: tests change parts of it. */
export const SAMPLE_LAYOUT = {
  v: 1,
  name: 'sample',
  data: { name: 'invented', author: 'nobody', source: 'a test', licence: 'none', caution: words('A test.') },
  columns: { late: 'LATE', bill: 'BILL', paid: 'PAID' },
  late: { of: 'late', atLeast: 1 },
  groups: { sex: { column: 'SEX' } },
  measures: {
    'months-late': { of: 'late', unit: 'months', words: words('months late') },
    'paid-share': {
      of: { ratio: ['paid', 'bill'] },
      unit: 'share',
      words: words('paid share'),
      none: words('no bill'),
    },
  },
  features: [
    { name: 'months-late', axis: 'willingness', of: ['months-late'], direction: 'worse' },
    { name: 'paid-share', axis: 'ability', of: ['paid-share'], direction: 'better' },
    { name: 'both', axis: 'ability', of: ['months-late', 'paid-share'] },
  ],
  binning: { most: 6, mostInTables: 3, leastShare: 0.05, smoothing: 10 },
  ridge: 5,
  points: { even: 600, double: 50 },
  classes: { high: 0.33, low: 0.33 },
};
export const sampleLayout = (change: object = {}): ScoreLayout => ScoreLayout.parse({ ...SAMPLE_LAYOUT, ...change });

export const SAMPLE_COLUMNS = ['ID', 'LATE', 'BILL', 'PAID', 'SEX', 'BAD'];
const drawOf = (at: number, question: string): number => hash32(`${question}/${at}/${question}`) / 2 ** 32;

/** So many invented rows below their header. Later and lower payers default more; a tenth has no bill. */
export function sampleRows(count: number): TextRow[] {
  const rows = Array.from({ length: count }, (_, at) => {
    const late = Math.floor(drawOf(at, 'late') * 5);
    const bill = drawOf(at, 'no bill') < 0.1 ? 0 : 100 + Math.floor(drawOf(at, 'bill') * 900);
    const paid = Math.floor(drawOf(at, 'paid') * bill);
    const risk = 0.3 + 0.14 * late - (bill > 0 ? 0.25 * (paid / bill) : 0);
    const bad = drawOf(at, 'bad') < risk ? 1 : 0;
    return [at, late, bill, paid, drawOf(at, 'sex') < 0.5 ? 1 : 2, bad].map(String);
  });
  return [SAMPLE_COLUMNS, ...rows].map((cells, at) => ({ row: at + 1, cells }));
}
