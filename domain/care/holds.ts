/**
 * What each hold on a person does, as data: a row per type of hold, and the differences of a jurisdiction. Where
 * several jurisdictions apply, the stricter cell wins. docs/care.md prints the table.
 */
import { JURISDICTIONS, type Jurisdiction } from '../law/rule.ts';

/** Types of hold, the gravest first. */
export const HOLD_TYPES = [
  'death',
  'distress',
  'bankruptcy',
  'hardship',
  'cannot-pay',
  'can-pay-part',
  'breathing-space',
  'illness',
  'minor',
  'disaster-area',
  'military-service',
  'vulnerable',
  'complaint',
  'other-complaint',
  'identity-theft',
  'dispute',
  'part-dispute',
] as const;
/** One of HOLD_TYPES. */
export type HoldType = (typeof HOLD_TYPES)[number];

/** Types that the fact `care-hold` begins; the others have facts of their own. */
export const CARE_HOLD_TYPES = [
  'breathing-space',
  'illness',
  'minor',
  'disaster-area',
  'military-service',
  'vulnerable',
] as const satisfies readonly HoldType[];
/** One of CARE_HOLD_TYPES. */
export type CareHoldType = (typeof CARE_HOLD_TYPES)[number];

/** Values of each column, the mildest first. */
export const HOLD_COLUMNS = {
  /** Messages that ask for money, and plain information. */
  demands: ['go', 'stop'],
  /** Calls that ask for money. */
  calls: ['go', 'stop'],
  /** Contact persons, employers, relatives. */
  thirdParties: ['go', 'stop'],
  /** `stop`: nothing is placed. `recall`: and what is placed is taken back. */
  agency: ['go', 'stop', 'recall'],
  /** The first record at a bureau, and the notice before it. */
  newRecords: ['go', 'stop'],
  /** Records that have begun: they stay true. `mark`: they say so. `stop`: none follows. */
  records: ['go', 'mark', 'stop'],
  /** The final demand, approval, case folder and filing. */
  legal: ['go', 'stop'],
  /** Interest and fees. `cap`: limited by law. */
  charges: ['go', 'cap', 'stop'],
  /** Notices that law requires and that announce none of the above. */
  notices: ['go', 'stop'],
  /** Thanks and answers to the person. */
  answers: ['go', 'stop'],
  /** The clock of limitation. */
  limitation: ['runs', 'extended'],
  /** Who lifts it. `end`: its last day, or a person. `closing`: nothing but the end of the account. */
  lift: ['end', 'dispute-closed', 'complaint-closed', 'person', 'reviewer', 'closing'],
} as const;
/** A column of the table. */
export type HoldColumn = keyof typeof HOLD_COLUMNS;
/** One row of the table. */
export type HoldEffects = { readonly [Column in HoldColumn]: (typeof HOLD_COLUMNS)[Column][number] };

/** What a hold on a person does unless its row says otherwise. */
const QUIET: HoldEffects = {
  demands: 'stop',
  calls: 'stop',
  thirdParties: 'stop',
  agency: 'recall',
  newRecords: 'stop',
  records: 'go',
  legal: 'stop',
  charges: 'go',
  notices: 'go',
  answers: 'go',
  limitation: 'runs',
  lift: 'person',
};

interface HoldRule {
  /** Why something is held back, as a sentence without personal values. */
  readonly words: string;
  /** What the table cannot say; for docs/care.md. */
  readonly more: string;
  /** The row where no jurisdiction differs. */
  readonly row: HoldEffects;
  /** What differs by jurisdiction. */
  readonly differs?: Readonly<Partial<Record<Jurisdiction, Partial<HoldEffects>>>>;
  /** Days after its first day until it ends by itself, where no last day was told. */
  readonly days?: Readonly<Partial<Record<Jurisdiction, number>>>;
  /** Days for which one for a mental health crisis outlasts the treatment. */
  readonly afterCrisisDays?: Readonly<Partial<Record<Jurisdiction, number>>>;
  /** Days from its beginning until a person looks at it. */
  readonly reviewAfterDays?: number;
  /** Months in which no machine may begin it again. */
  readonly againAfterMonths?: Readonly<Partial<Record<Jurisdiction, number>>>;
}

/** The table. */
export const HOLDS: Readonly<Record<HoldType, HoldRule>> = {
  death: {
    words: 'the person is reported dead',
    more: 'Nothing leaves to the dead person; the trained person writes to the executor or the heirs.',
    row: { ...QUIET, notices: 'stop', answers: 'stop', lift: 'closing' },
  },
  distress: {
    words: 'the person is in distress',
    more: 'The safety stop: too much pressure, or a risk of self-harm. Only a named reviewer lifts it, in the task.',
    row: { ...QUIET, lift: 'reviewer' },
  },
  bankruptcy: {
    words: 'the person is bankrupt or represented',
    more: 'US: the automatic stay; a proof of claim is filed by people. Whoever represents the person is spoken to.',
    row: { ...QUIET, lift: 'closing' },
    differs: {
      US: { charges: 'stop', notices: 'stop', limitation: 'extended' },
      UK: { charges: 'stop' },
    },
  },
  hardship: {
    words: 'the person is in hardship',
    more: 'Told by the person, a caller or an agency; a trained person looks for a way.',
    row: QUIET,
  },
  'cannot-pay': {
    words: 'by the sheet of income and expenses nothing can be paid, or it does not add up yet',
    more: 'From `afford record` until the day that the answer names; a newer sheet takes its place, and the end of the hardship ends it.',
    row: { ...QUIET, lift: 'end' },
  },
  'can-pay-part': {
    words: 'the sheet of income and expenses says what can be paid a month',
    more: 'Until it is looked at again: no more than the share of the sheet is asked for, and nothing harsher begins.',
    row: { ...QUIET, demands: 'go', calls: 'go', agency: 'stop', lift: 'end' },
  },
  'breathing-space': {
    words: 'a breathing space protects the person',
    more: 'UK: the moratorium of the Debt Respite Scheme, 60 days unless another end is told; for a mental health crisis, until 30 days after the treatment (`--crisis`, no diagnosis). In the UK no machine begins another within 12 months. A person looks at it after 30 days; when it has ended, a word says what comes next, and demands wait for a week more.',
    row: { ...QUIET, lift: 'end' },
    differs: { UK: { charges: 'stop', limitation: 'extended' } },
    days: { UK: 60 },
    afterCrisisDays: { UK: 30 },
    reviewAfterDays: 30,
    againAfterMonths: { UK: 12 },
  },
  illness: {
    words: 'the person is seriously ill',
    more: 'Its end may be told; a trained person reviews it.',
    row: { ...QUIET, lift: 'end' },
  },
  minor: {
    words: 'the person is under age',
    more: 'The guardian is spoken to, by the trained person.',
    row: QUIET,
  },
  'disaster-area': {
    words: 'the person lives in a disaster area',
    more: 'For as long as the authority or the lender says.',
    row: { ...QUIET, lift: 'end' },
  },
  'military-service': {
    words: 'the person serves in the armed forces',
    more: 'US: the Servicemembers Civil Relief Act caps interest at 6 % on earlier debts and tolls limitation. Neither unit nor commander is contacted.',
    row: { ...QUIET, demands: 'go', calls: 'go', agency: 'stop', newRecords: 'go', lift: 'end' },
    differs: { US: { charges: 'cap', limitation: 'extended' } },
  },
  vulnerable: {
    words: 'the person is on the protected list',
    more: 'The lender’s own list of whom not to press, with reason and last day.',
    row: { ...QUIET, lift: 'end' },
  },
  complaint: {
    words: 'a complaint about harassment, a wrong person or data is open',
    more: 'Nothing reaches the person, required notices and thanks included: whoever closes it says so (complaints.md).',
    row: { ...QUIET, notices: 'stop', answers: 'stop', lift: 'complaint-closed' },
  },
  'other-complaint': {
    words: 'a complaint is open',
    more: 'Of any other cause: contact goes on within the rules, an agency keeps what it has, nothing new is begun against the person.',
    row: { ...QUIET, demands: 'go', calls: 'go', agency: 'stop', lift: 'complaint-closed' },
  },
  'identity-theft': {
    words: 'the person says that somebody else made the debt in their name',
    more: 'Of one account. Only what answers it goes on; upheld, the account is withdrawn and its records are deleted (disputes.md).',
    row: { ...QUIET, records: 'stop', notices: 'stop', lift: 'dispute-closed' },
  },
  dispute: {
    words: 'the debt is disputed and the dispute is open',
    more: 'Of one account; all others go on. Also where what is late is disputed part by part and no rest is left to ask for.',
    row: { ...QUIET, records: 'mark', lift: 'dispute-closed' },
  },
  'part-dispute': {
    words: 'a part of the debt is disputed and the dispute is open',
    more: 'Dues or a sum: the rest is asked for, at the agency too, and records carry the rest. UK: demands stop as well (UK-DISP-02).',
    row: { ...QUIET, demands: 'go', calls: 'go', agency: 'go', records: 'mark', lift: 'dispute-closed' },
  },
};

/** What a hold does where these jurisdictions apply: in each column the strictest of their rows. */
export function holdEffects(type: HoldType, jurisdictions: readonly Jurisdiction[]): HoldEffects {
  const { row, differs } = HOLDS[type];
  if (differs === undefined) return row;
  let effects = row;
  for (const name of jurisdictions) {
    const other = { ...row, ...differs[name] };
    if (other !== effects) effects = strictest(effects, other);
  }
  return effects;
}

function strictest(a: HoldEffects, b: HoldEffects): HoldEffects {
  const columns = Object.keys(HOLD_COLUMNS) as HoldColumn[];
  const cells = columns.map((column) => {
    const values: readonly string[] = HOLD_COLUMNS[column];
    return [column, values.indexOf(a[column]) >= values.indexOf(b[column]) ? a[column] : b[column]];
  });
  return Object.fromEntries(cells) as HoldEffects;
}

/** Whether a row of the type stops it, whatever the jurisdiction. */
export function stopsAnywhere(type: HoldType, column: 'calls' | 'legal'): boolean {
  return JURISDICTIONS.some((name) => holdEffects(type, [name])[column] !== 'go');
}
