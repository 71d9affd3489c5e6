/** Test vectors of credit reports, claims, guarantees and sales, by rule. */
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import type { Vector } from '../vector.ts';
import { at, on } from './situations.ts';

type Notice = NonNullable<GateCaseInput['notices']>[number];

const AGREED: Partial<GateCaseInput> = {
  act: 'report',
  consents: [{ scope: 'credit-report', at: '2024-05-01T10:00:00+08:00' }],
};
const NOTICE: Notice = {
  notice: 'adverse-report',
  sentAt: '2026-03-01T10:00:00+08:00',
  deliveredAt: '2026-03-01T10:00:00+08:00',
};
const DISPUTED: Partial<GateCaseInput> = {
  ...AGREED,
  notices: [NOTICE],
  statuses: [{ status: 'dispute', since: '2026-03-02T09:00:00+08:00' }],
};

const REPORTS: readonly Vector[] = [
  {
    rule: 'CN-CRED-01',
    says: 'an adverse report without a notice',
    situation: at('10:00:00', AGREED),
    answer: { require: 'adverse-report' },
  },
  {
    rule: 'CN-CRED-01',
    says: 'an adverse report the day after its notice was sent and delivered',
    situation: at('10:00:00', { ...AGREED, notices: [NOTICE] }),
    answer: 'allow',
  },
  {
    rule: 'CN-CRED-01',
    says: 'an adverse report whose notice came back, and no other way was tried',
    situation: at('10:00:00', {
      ...AGREED,
      notices: [{ ...NOTICE, deliveredAt: null, returnedAt: '2026-03-01T12:00:00+08:00' }],
    }),
    answer: { require: 'adverse-report' },
  },
  {
    rule: 'CN-CRED-02',
    says: 'a report without consent',
    situation: at('10:00:00', { act: 'report', notices: [NOTICE] }),
    answer: 'refuse',
  },
  {
    rule: 'CN-CRED-02',
    says: 'a report with consent',
    situation: at('10:00:00', { ...AGREED, notices: [NOTICE] }),
    answer: 'allow',
  },
  {
    rule: 'CN-CRED-04',
    says: 'a report of what is disputed, without a mark',
    situation: at('10:00:00', { ...DISPUTED, content: ['amount'] }),
    answer: 'refuse',
  },
  {
    rule: 'CN-CRED-04',
    says: 'a report of a debt of which a part is disputed, without a mark',
    situation: at('10:00:00', {
      ...DISPUTED,
      statuses: [{ status: 'part-dispute', since: '2026-03-02T09:00:00+08:00' }],
      content: ['amount'],
    }),
    answer: 'refuse',
  },
  {
    rule: 'CN-CRED-04',
    says: 'a report of what is disputed, whose text is not known here',
    situation: at('10:00:00', DISPUTED),
    answer: 'allow',
  },
  {
    rule: 'CN-CRED-04',
    says: 'a report of what is disputed, with a mark',
    situation: at('10:00:00', { ...DISPUTED, content: ['amount', 'dispute-mark'] }),
    answer: 'allow',
  },
];

/** What binds reports alone, and what binds no report. */
const AROUND: readonly Vector[] = [
  {
    rule: 'CN-CRED-04',
    says: 'a text about what is disputed needs no mark',
    situation: at('10:00:00', { channel: 'sms', content: ['identity'], statuses: DISPUTED.statuses }),
    answer: 'allow',
  },
  {
    rule: 'CN-CRED-04',
    says: 'a report of a person in hardship needs no mark',
    situation: at('10:00:00', {
      ...{ ...DISPUTED, content: ['amount'] },
      statuses: [{ status: 'hardship', since: '2026-03-02T09:00:00+08:00' }],
    }),
    answer: 'allow',
  },
  {
    rule: 'CN-CRED-04',
    says: 'a report of what was disputed, by a person in hardship',
    situation: at('10:00:00', {
      ...{ ...DISPUTED, content: ['amount'] },
      statuses: [
        { status: 'hardship', since: '2026-03-02T09:00:00+08:00' },
        { status: 'dispute', since: '2026-03-01T09:00:00+08:00', endedAt: '2026-03-02T09:00:00+08:00' },
      ],
    }),
    answer: 'allow',
  },
  {
    rule: 'CN-CRED-04',
    says: 'a report of what is disputed by a person in hardship, without a mark',
    situation: at('10:00:00', {
      ...{ ...DISPUTED, content: ['amount'] },
      statuses: [{ status: 'hardship', since: '2026-03-02T09:00:00+08:00' }, ...(DISPUTED.statuses ?? [])],
    }),
    answer: 'refuse',
  },
  {
    rule: 'CN-TARGET-06',
    says: 'a report goes to a bureau',
    situation: at('10:00:00', { ...AGREED, notices: [NOTICE], addressee: 'third-party' }),
    answer: 'allow',
  },
  {
    rule: 'CN-CONTENT-01',
    says: 'a report carries what is private',
    situation: at('10:00:00', { ...AGREED, notices: [NOTICE], content: ['private-data'] }),
    answer: 'allow',
  },
];

/** The last instalment fell due three years before 20 November 2026, a Friday. */
const DUE = { lastDueOn: '2023-11-20' } as const;
const demand = (date: string, provedArrival: boolean) => ({ kind: 'demand' as const, on: date, provedArrival });
const text = (feature: string): Partial<GateCaseInput> => ({
  channel: 'sms',
  content: ['identity', feature],
  debt: DUE,
});

const LIMITATION: readonly Vector[] = [
  {
    rule: 'CN-SOL-05',
    says: 'a claim on the last day, three years after the last instalment',
    situation: on('2026-11-20', { act: 'file-claim', debt: DUE }),
    answer: 'allow',
  },
  {
    rule: 'CN-SOL-05',
    says: 'a claim on the day after the last',
    situation: on('2026-11-21', { act: 'file-claim', debt: DUE }),
    answer: 'refuse',
  },
  {
    rule: 'CN-SOL-05',
    says: 'a claim on that day after a demand that was delivered on 2025-06-01',
    situation: on('2026-11-21', { act: 'file-claim', debt: { ...DUE, restarts: [demand('2025-06-01', true)] } }),
    answer: 'allow',
  },
  {
    rule: 'CN-SOL-05',
    says: 'a claim on that day after a demand to a number that the debtor no longer owned',
    situation: on('2026-11-21', { act: 'file-claim', debt: { ...DUE, restarts: [demand('2025-06-01', false)] } }),
    answer: 'refuse',
  },
  {
    rule: 'CN-SOL-05',
    says: 'a claim about a debt of which it is not known when it fell due',
    situation: on('2026-11-20', { act: 'file-claim' }),
    answer: 'refuse',
  },
  {
    rule: 'CN-SOL-05',
    says: 'a text that mentions a lawsuit about a barred debt',
    situation: on('2026-11-21', text('lawsuit')),
    answer: 'refuse',
  },
  {
    rule: 'CN-SOL-05',
    says: 'a text that mentions a lawsuit on the last day',
    situation: on('2026-11-20', text('lawsuit')),
    answer: 'allow',
  },
  {
    rule: 'CN-SOL-05',
    says: 'a text that asks for an acknowledgement of a barred debt',
    situation: on('2026-11-21', text('acknowledgement-asked')),
    answer: 'refuse',
  },
  {
    rule: 'CN-SOL-05',
    says: 'a text that offers a plan for a barred debt',
    situation: on('2026-11-21', text('plan-asked')),
    answer: 'refuse',
  },
  {
    rule: 'CN-SOL-05',
    says: 'a text with the amount of a barred debt',
    situation: on('2026-11-21', text('amount')),
    answer: 'allow',
  },
];

const BOUGHT: Partial<GateCaseInput> = { actor: 'buyer', debt: { soldOn: '2026-02-01' } };
const ASSIGNMENT: Notice = { notice: 'assignment', sentAt: '2026-02-05T10:00:00+08:00' };
const TOLD: Notice = { notice: 'data-recipient', sentAt: '2026-02-05T10:00:00+08:00' };
const CONSENT = { scope: 'data-recipient', at: '2026-02-10T10:00:00+08:00' } as const;
const ENDED = { status: 'guarantee-ended', since: '2026-03-01T00:00:00+08:00' } as const;

const PARTIES: readonly Vector[] = [
  {
    rule: 'CN-SOL-04',
    says: 'a buyer calls, and the notice of assignment has not been delivered',
    situation: at('10:00:00', { ...BOUGHT, notices: [ASSIGNMENT] }),
    answer: { require: 'assignment' },
  },
  {
    rule: 'CN-SOL-04',
    says: 'a buyer calls after the notice of assignment was delivered',
    situation: at('10:00:00', { ...BOUGHT, notices: [{ ...ASSIGNMENT, deliveredAt: '2026-02-07T10:00:00+08:00' }] }),
    answer: 'allow',
  },
  {
    rule: 'CN-GUAR-01',
    says: 'a guarantor after the end of the guarantee period',
    situation: at('10:00:00', { addressee: 'guarantor', statuses: [ENDED] }),
    answer: 'refuse',
  },
  {
    rule: 'CN-GUAR-01',
    says: 'the debtor after the end of the guarantee period',
    situation: at('10:00:00', { statuses: [ENDED] }),
    answer: 'allow',
  },
  {
    rule: 'CN-PI-02',
    says: 'a sale of which the person was not told',
    situation: at('10:00:00', { act: 'sell', consents: [CONSENT] }),
    answer: { require: 'data-recipient' },
  },
  {
    rule: 'CN-PI-02',
    says: 'a sale of which the person was told, without consent',
    situation: at('10:00:00', { act: 'sell', notices: [TOLD] }),
    answer: 'refuse',
  },
  {
    rule: 'CN-PI-02',
    says: 'a sale of which the person was told and to which they consented',
    situation: at('10:00:00', { act: 'sell', notices: [TOLD], consents: [CONSENT] }),
    answer: 'allow',
  },
];

export const STAGE_VECTORS: readonly Vector[] = [...REPORTS, ...AROUND, ...LIMITATION, ...PARTIES];
