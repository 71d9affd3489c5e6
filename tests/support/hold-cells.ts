/** The table of holds written by hand, so that no cell of domain/care/holds.ts changes unseen. */
import type { HoldColumn, HoldType } from '../../domain/care/holds.ts';
import type { Jurisdiction } from '../../domain/law/rule.ts';

/** The columns in the order of the cells below. */
export const COLUMNS: readonly HoldColumn[] = [
  'demands',
  'calls',
  'thirdParties',
  'agency',
  'newRecords',
  'records',
  'legal',
  'charges',
  'notices',
  'answers',
  'limitation',
  'lift',
];
/** The cells of a row where no law differs. */
export const CELLS: Readonly<Record<HoldType, string>> = {
  death: 'stop stop stop recall stop go stop go stop stop runs closing',
  distress: 'stop stop stop recall stop go stop go go go runs reviewer',
  bankruptcy: 'stop stop stop recall stop go stop go go go runs closing',
  hardship: 'stop stop stop recall stop go stop go go go runs person',
  'cannot-pay': 'stop stop stop recall stop go stop go go go runs end',
  'can-pay-part': 'go go stop stop stop go stop go go go runs end',
  'breathing-space': 'stop stop stop recall stop go stop go go go runs end',
  illness: 'stop stop stop recall stop go stop go go go runs end',
  minor: 'stop stop stop recall stop go stop go go go runs person',
  'disaster-area': 'stop stop stop recall stop go stop go go go runs end',
  'military-service': 'go go stop stop go go stop go go go runs end',
  vulnerable: 'stop stop stop recall stop go stop go go go runs end',
  complaint: 'stop stop stop recall stop go stop go stop stop runs complaint-closed',
  'other-complaint': 'go go stop stop stop go stop go go go runs complaint-closed',
  'identity-theft': 'stop stop stop recall stop stop stop go stop go runs dispute-closed',
  dispute: 'stop stop stop recall stop mark stop go go go runs dispute-closed',
  'part-dispute': 'go go stop go stop mark stop go go go runs dispute-closed',
};
/** Rows that differ, by law and type. */
export const DIFFERENT_CELLS: Readonly<Record<string, string>> = {
  'US bankruptcy': 'stop stop stop recall stop go stop stop stop go extended closing',
  'UK bankruptcy': 'stop stop stop recall stop go stop stop go go runs closing',
  'UK breathing-space': 'stop stop stop recall stop go stop stop go go extended end',
  'US military-service': 'go go stop stop go go stop cap go go extended end',
};

/** One cell under one law. */
export function cellIn(law: Jurisdiction, type: HoldType, column: HoldColumn): string {
  const cells = DIFFERENT_CELLS[`${law} ${type}`] ?? CELLS[type];
  return cells.split(' ')[COLUMNS.indexOf(column)] ?? '';
}
