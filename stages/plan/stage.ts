import type { Agreement } from '../../domain/agreements/agreements.ts';
import { isInForce, openProposal } from '../../domain/agreements/agreements.ts';
import { certificateOn } from '../../domain/agreements/certificate.ts';
import { isWaiverLost } from '../../domain/agreements/lost-waiver.ts';
import { isSettled } from '../../domain/agreements/quiet.ts';
import { canReach } from '../../domain/attention.ts';
import { hasLeft } from '../../domain/effects.ts';
import { reviewNo } from '../../domain/reviews.ts';
import type { Occurrence, Situation, Stage } from '../../domain/stage.ts';
import { addDays, type CalendarDate, localDate } from '../../domain/time.ts';
import { ASKING_MENTIONS, LETTER_MENTIONS } from '../letter-parts.ts';
import { SMS_MENTIONS } from '../sms-parts.ts';
import { certificate, copyOfPlan, paymentComing, paymentMissed, planBroken, planKept } from './messages.ts';

/** Days before the date of a payment on which the person is reminded of it. */
const REMIND_DAYS = 5;
/** Days after the date of a payment that did not come, before the friendly word. */
const MISSED_DAYS = 2;

/** Whether one of the steps has said it, in whatever episode: a plan outlives the episode in which it was agreed. */
function isSaid({ facts, episode }: Situation, steps: readonly string[], occurrence: number): boolean {
  return facts.effects.some(
    (effect) =>
      effect.stage === 'plan' &&
      steps.includes(effect.step) &&
      effect.occurrence === occurrence &&
      effect.bouncedAt === null &&
      hasLeft(effect.state) &&
      (effect.episode !== (episode?.no ?? 0) || effect.step !== steps[0]),
  );
}

/** Once for the plan, unless the other step has done it: by e-mail, or by hand where no e-mail reaches the person. */
function once(situation: Situation, on: CalendarDate, steps: readonly string[], plan: Agreement): Occurrence[] {
  return isSaid(situation, steps, plan.said.no) ? [] : [{ occurrence: plan.said.no, on }];
}

const byMail = (situation: Situation): boolean => canReach(situation, 'email');

function copy(situation: Situation, steps: readonly string[]): Occurrence[] {
  const { agreement } = situation.standing;
  return agreement === null || !isInForce(agreement) ? [] : once(situation, situation.today, steps, agreement);
}

/** The payment that comes next, some days before its date; not where the plan was accepted within these days. */
function coming(situation: Situation): Occurrence[] {
  const { standing, today, facts } = situation;
  const { agreement } = standing;
  const next = agreement !== null && isInForce(agreement) ? agreement.next : null;
  if (!agreement?.accepted || next === null || next.on <= today) return [];
  const on = addDays(next.on, -REMIND_DAYS);
  if (localDate(agreement.accepted.at, facts.creditor.zone) >= on) return [];
  const occurrence = reviewNo(next.on);
  return isSaid(situation, ['coming'], occurrence) ? [] : [{ occurrence, on: on > today ? on : today }];
}

function missed(situation: Situation): Occurrence[] {
  const { agreement } = situation.standing;
  if (agreement?.state !== 'late' || agreement.next === null) return [];
  const occurrence = reviewNo(agreement.next.on);
  const on = addDays(agreement.next.on, MISSED_DAYS);
  return isSaid(situation, ['missed'], occurrence) ? [] : [{ occurrence, on }];
}

function broken(situation: Situation): Occurrence[] {
  const { standing, facts, today } = situation;
  const { agreement } = standing;
  if (agreement?.state !== 'broken' || facts.closed || standing.asked <= 0n) return [];
  return once(situation, today, ['broken'], agreement);
}

function kept(situation: Situation): Occurrence[] {
  const { agreement } = situation.standing;
  if (agreement?.state !== 'kept' || agreement.said.settlement || situation.facts.closed) return [];
  return once(situation, situation.today, ['kept'], agreement);
}

/** The certificate, once the working days have passed in which the money may come back. */
function settled(situation: Situation, steps: readonly string[]): Occurrence[] {
  const { agreement } = situation.standing;
  if (agreement === null || agreement.since === null || !isSettled(agreement)) return [];
  return once(situation, certificateOn(agreement.since, situation.facts.creditor), steps, agreement);
}

/** The settlements for which the book waived the rest, and whose money is gone again. */
function waiverBooked({ standing: { agreements, position }, facts, today }: Situation): Occurrence[] {
  const context = { facts: facts.facts, entries: position.entries, zone: facts.creditor.zone };
  return agreements
    .filter((agreement) => isWaiverLost(agreement, context))
    .map(({ said }) => ({ occurrence: said.no, on: today }));
}

function review({ standing: { agreement } }: Situation): Occurrence[] {
  if (agreement === null || !isInForce(agreement) || agreement.said.reviewOn === null) return [];
  return [{ occurrence: agreement.said.no, on: agreement.said.reviewOn }];
}

const RECEIPT_MENTIONS = [...LETTER_MENTIONS, 'debt', 'how-to-dispute'] as const;

/** What follows a repayment plan from its proposal to its end. No account is ever in it. */
export const plan: Stage = Object.freeze({
  name: 'plan',
  title: { en: 'Repayment plan', 'zh-Hans': '还款计划' },
  opensAt: 0,
  kind: 'duties',
  concerns: ({ standing }) => standing.agreements.length > 0,
  exits: 'nothing: no account is in it',
  steps: [
    {
      name: 'approve',
      channels: ['desk'],
      purpose: 'review',
      duty: true,
      task: 'approve-plan',
      occurrences: ({ standing, today }) => {
        const proposal = openProposal(standing.agreements);
        return proposal?.state === 'needs-approval' ? [{ occurrence: proposal.said.no, on: today }] : [];
      },
      lapses: ({ standing }, { occurrence }) =>
        standing.agreements.some(({ said, state }) => said.no === occurrence && state === 'needs-approval')
          ? null
          : { code: 'plan-not-open', words: 'the plan needs no approval any more' },
    },
    {
      name: 'copy',
      channels: ['email'],
      purpose: 'receipt',
      duty: true,
      occurrences: (situation) => (byMail(situation) ? copy(situation, ['copy', 'copy-by-hand']) : []),
      mentions: { email: RECEIPT_MENTIONS },
      message: copyOfPlan,
    },
    {
      name: 'copy-by-hand',
      channels: ['desk'],
      purpose: 'review',
      duty: true,
      task: 'send-plan-copy',
      occurrences: (situation) => (byMail(situation) ? [] : copy(situation, ['copy-by-hand', 'copy'])),
    },
    {
      name: 'coming',
      channels: ['email', 'sms'],
      purpose: 'information',
      duty: true,
      occurrences: coming,
      mentions: { email: RECEIPT_MENTIONS, sms: SMS_MENTIONS },
      message: paymentComing,
    },
    {
      name: 'missed',
      channels: ['email', 'sms'],
      purpose: 'information',
      duty: true,
      occurrences: missed,
      mentions: { email: RECEIPT_MENTIONS, sms: SMS_MENTIONS },
      message: paymentMissed,
    },
    {
      name: 'broken',
      channels: ['email', 'sms'],
      purpose: 'demand',
      duty: true,
      occurrences: broken,
      mentions: { email: ASKING_MENTIONS, sms: SMS_MENTIONS },
      message: planBroken,
    },
    {
      name: 'kept',
      channels: ['email', 'sms'],
      purpose: 'receipt',
      duty: true,
      occurrences: kept,
      mentions: { email: RECEIPT_MENTIONS, sms: SMS_MENTIONS },
      message: planKept,
    },
    {
      name: 'certificate',
      channels: ['email'],
      purpose: 'receipt',
      duty: true,
      occurrences: (situation) => (byMail(situation) ? settled(situation, ['certificate', 'certificate-by-hand']) : []),
      mentions: { email: RECEIPT_MENTIONS },
      message: certificate,
    },
    {
      name: 'certificate-by-hand',
      channels: ['desk'],
      purpose: 'review',
      duty: true,
      task: 'send-certificate',
      occurrences: (situation) => (byMail(situation) ? [] : settled(situation, ['certificate-by-hand', 'certificate'])),
    },
    {
      name: 'waiver-booked',
      channels: ['desk'],
      purpose: 'review',
      duty: true,
      task: 'waiver-of-broken-settlement',
      occurrences: waiverBooked,
      lapses: (situation, { occurrence }) =>
        waiverBooked(situation).some((known) => known.occurrence === occurrence)
          ? null
          : { code: 'settlement-paid', words: 'the settlement is paid again' },
    },
    {
      name: 'review',
      channels: ['desk'],
      purpose: 'review',
      duty: true,
      task: 'review-plan',
      occurrences: review,
    },
  ],
} satisfies Stage);
