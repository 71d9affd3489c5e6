/** Repayment plans as people read them. */
import type { AgreementView } from '../domain/contracts/agreement.ts';
import { type Column, count, paint, pairs, plain, showMoney, showTime, table } from './print.ts';

/** A plan with its parts, who agreed to it, and its text. */
export function agreementText(view: AgreementView): string {
  const { account, plan, state, since, accepted, text } = view;
  return [
    paint('bold', plain(`Plan ${plan} of ${account}: ${state}${since === null ? '' : ` since ${since}`}`)),
    table(PARTS, view.parts),
    pairs([
      ['over', showMoney(view.debt)],
      ['to pay', `${showMoney(view.total)}, ${showMoney(view.paid)} of it paid`],
      ['waived', view.waived.minor === '0' ? null : showMoney(view.waived)],
      ['next', view.next === null ? null : `${showMoney(view.next.amount)} on ${view.next.on}`],
      ['proposed', `by the ${view.from}, ${view.proposedBy}, ${showTime(view.proposedAt)}`],
      ['authority', authorityWords(view)],
      [
        'accepted',
        accepted && `${showTime(accepted.at)} by ${accepted.how}: ${accepted.proof}; recorded by ${accepted.by}`,
      ],
      ['looked at again', view.reviewOn],
      ['digest of the text', view.digest],
    ]),
    text,
  ].join('\n\n');
}

function authorityWords({ authority, exceeds, approvedBy }: AgreementView): string {
  if (authority !== null) return `covered by ${authority}`;
  const asked = `a second person is needed: ${exceeds.join('; ')}`;
  return approvedBy === null ? asked : `approved by ${approvedBy} (${exceeds.join('; ')})`;
}

type Part = AgreementView['parts'][number];
const PARTS: readonly Column<Part>[] = [
  { title: 'date', of: ({ on }) => on },
  { title: 'amount', of: ({ amount }) => showMoney(amount), right: true },
  { title: 'paid', of: ({ paid }) => showMoney(paid), right: true },
  { title: 'counts until', of: ({ until }) => until },
];

/** Plans in a table, one a line. */
export const plansTable = (plans: readonly AgreementView[]): string =>
  [table(PLANS, plans), count(plans.length, 'plan')].join('\n');

const PLANS: readonly Column<AgreementView>[] = [
  { title: 'account', of: ({ account }) => account },
  { title: 'plan', of: ({ plan }) => String(plan), right: true },
  { title: 'state', of: ({ state }) => state },
  { title: 'to pay', of: ({ total }) => showMoney(total), right: true },
  { title: 'paid', of: ({ paid }) => showMoney(paid), right: true },
  { title: 'next', of: ({ next }) => (next === null ? '' : `${showMoney(next.amount)} on ${next.on}`) },
  { title: 'since', of: ({ since }) => since ?? '' },
  { title: 'proposed by', of: ({ proposedBy }) => proposedBy },
];

/** A plan in one line, for `explain`. */
export function planLine(view: Omit<AgreementView, 'text'>): string {
  const { plan, state, since, total, paid, next, accepted } = view;
  const agreed = accepted === null ? '' : `, accepted by ${accepted.how} (${accepted.proof})`;
  const coming = next === null || accepted === null ? '' : `, next ${showMoney(next.amount)} on ${next.on}`;
  const from = since === null ? '' : ` since ${since}`;
  return `plan ${plan} ${state}${from}: ${showMoney(paid)} paid of ${showMoney(total)}${coming}${agreed}`;
}
