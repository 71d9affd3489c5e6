/** What the table of holds says of one intent, and of a column. */
import type { Addressee } from '../law/case.ts';
import type { Intent } from '../policies/policy.ts';
import { HOLD_COLUMNS, HOLDS, type HoldColumn, type HoldEffects, type HoldType } from './holds.ts';
import type { HoldInForce } from './in-force.ts';

/** Columns that say whether something goes on. */
type StoppingColumn = Exclude<HoldColumn, 'lift' | 'limitation' | 'records' | 'charges'>;

/** The notices that announce a measure fall with it. */
const MEASURES: Readonly<Record<string, StoppingColumn>> = {
  placement: 'agency',
  'adverse-report': 'newRecords',
  'letter-of-claim': 'legal',
};

/** Those who neither owe nor stand for who owes. */
const THIRD_PARTIES: readonly Addressee[] = ['spouse', 'contact-person', 'third-party'];

/** As much of an intent as the table depends on. */
type Meant = Pick<Intent, 'purpose' | 'channel' | 'notice' | 'addressee'>;

/** The column that an intent falls under; null for what no hold stops: records, recalls, tasks of the staff. */
function columnOf({ purpose, channel, notice, addressee = 'debtor' }: Meant): StoppingColumn | null {
  if (THIRD_PARTIES.includes(addressee)) return 'thirdParties';
  switch (purpose) {
    case 'demand':
      return channel === 'call' ? 'calls' : 'demands';
    case 'information':
      return 'demands';
    case 'notice':
      // A notice without a name is required by nobody.
      return notice === undefined ? 'legal' : (MEASURES[notice] ?? 'notices');
    case 'handover':
      return channel === 'agency' ? 'agency' : 'legal';
    case 'receipt':
    case 'answer':
      return 'answers';
    case 'report':
    case 'undo':
    case 'review':
      return null;
  }
}

/** Whether the row stops the intent. */
export function isStoppedBy(effects: HoldEffects, intent: Meant): boolean {
  const column = columnOf(intent);
  return column !== null && effects[column] !== 'go';
}

/** Whether a hold in force stops what the column is about. */
export function isHeldBack(holds: readonly HoldInForce[], column: StoppingColumn): boolean {
  return holds.some(({ effects }) => effects[column] !== 'go');
}

/** What the lender's own book may add while these holds last: the strictest of their cells. */
export function chargesUnder(holds: readonly HoldInForce[]): HoldEffects['charges'] {
  const values = HOLD_COLUMNS.charges;
  const places = holds.map(({ effects }) => values.indexOf(effects.charges));
  return values[Math.max(0, ...places)] ?? 'go';
}

/** What the lender's own book must keep while the holds last; null when they leave interest and fees alone. */
export function chargesWords(holds: readonly HoldInForce[]): string | null {
  const cell = chargesUnder(holds);
  if (cell === 'go') return null;
  return cell === 'stop'
    ? 'while it is held, the book adds no interest and no fees'
    : 'while it is held, the book adds no more interest and fees than the law allows';
}

/** Holds that are named together. */
const TOGETHER: readonly HoldType[] = ['hardship', 'death', 'bankruptcy'];

/** The holds in words. */
export function heldWords(holds: readonly Pick<HoldInForce, 'type'>[]): string {
  const others = holds.filter(({ type }) => !TOGETHER.includes(type)).map(({ type }) => HOLDS[type].words);
  return [...(others.length < holds.length ? ['hardship, death or bankruptcy'] : []), ...others].join('; ');
}
