/** The sentence that states a repayment plan, in every language: a person may hold us to it. */
import type { Language } from '../domain/letter.ts';
import { showPercent } from '../domain/money/plan/percent.ts';
import type { Plan } from '../domain/money/plan/plan.ts';
import type { Instalment } from '../domain/money/plan/schedule.ts';
import { showAmount } from '../domain/money.ts';
import { showDate, type Texts } from './letter-parts.ts';

/** Instalments of one size, one after another. */
interface Run {
  number: number;
  amount: string;
}
/** Most runs that a sentence names; of more it names the least and the largest instalment. */
const MOST_RUNS = 3;

interface PlanWords {
  once(sum: string, on: string): string;
  several(sum: string, number: number, sizes: string, every: string, first: string, last: string): string;
  each(amount: string): string;
  runs(runs: readonly Run[]): string;
  between(least: string, most: string): string;
  every: Readonly<Record<Plan['terms']['dating']['every'], string>>;
  noInterest: string;
  interest(sum: string, percent: string): string;
  deferral(until: string): string;
  waived(sum: string): string;
  settled(sum: string, by: string): string;
  join: string;
}

const SAY: Texts<PlanWords> = {
  en: {
    once: (sum, on) => `You pay ${sum} on ${on}.`,
    several: (sum, number, sizes, every, first, last) =>
      `You pay ${sum} in ${number} ${every} instalments${sizes}, the first on ${first}, the last on ${last}.`,
    each: (amount) => ` of ${amount}`,
    runs: (runs) => ` (${runs.map(({ number, amount }) => `${number} of ${amount}`).join(', then ')})`,
    between: (least, most) => ` of ${least} to ${most} as listed`,
    every: { week: 'weekly', fortnight: 'fortnightly', month: 'monthly' },
    noInterest: 'No interest is added.',
    interest: (sum, percent) =>
      `This includes ${sum} of interest for the time of the plan, at ${percent} % a year on the principal that is still open.`,
    deferral: (until) => `Nothing is payable until the end of ${until}.`,
    waived: (sum) => `${sum} of what was owed is waived at the start.`,
    settled: (sum, by) => `Once all of it is paid by ${by}, the remaining ${sum} is waived.`,
    join: ' ',
  },
  'zh-Hans': {
    once: (sum, on) => `您于${on}一次性支付${sum}。`,
    several: (sum, number, sizes, every, first, last) =>
      `您${every}付款，分${number}期共支付${sum}${sizes}，首期付款日为${first}，末期付款日为${last}。`,
    each: (amount) => `，每期${amount}`,
    runs: (runs) =>
      `（${runs.map(({ number, amount }) => (number === 1 ? `1期${amount}` : `${number}期每期${amount}`)).join('，其后')}）`,
    between: (least, most) => `，每期${least}至${most}，以所列明细为准`,
    every: { week: '每周', fortnight: '每两周', month: '每月' },
    noInterest: '计划期间不另计利息。',
    interest: (sum, percent) => `其中计划期间利息${sum}，按年利率${percent}%就尚未偿还的本金计算。`,
    deferral: (until) => `${until}当日结束前无需付款。`,
    waived: (sum) => `原欠款中的${sum}自始减免。`,
    settled: (sum, by) => `在${by}前（含当日）全部付清后，其余${sum}予以减免。`,
    join: '',
  },
};

/** States a plan: number, sums, first and last date, interest, and what is waived. */
export function statePlan(plan: Plan, language: Language): string {
  const { terms, interest, discount, waived } = plan;
  const say = SAY[language];
  const show = (minor: bigint) => showAmount(minor, terms.currency);
  const on = (date: string) => showDate(date, language);
  const sentences = [
    ...(terms.deferral === null ? [] : [say.deferral(on(terms.deferral.until))]),
    payments(plan, language),
    interest === 0n ? say.noInterest : say.interest(show(interest), showPercent(terms.interest?.percent ?? 0n)),
    ...(waived > discount ? [say.waived(show(waived - discount))] : []),
    ...(discount > 0n && terms.lastDay !== null ? [say.settled(show(discount), on(terms.lastDay))] : []),
  ];
  return sentences.join(say.join);
}

function payments({ terms, payable, instalments }: Plan, language: Language): string {
  const say = SAY[language];
  const sum = showAmount(payable, terms.currency);
  const first = instalments[0] as Instalment;
  const last = instalments.at(-1) as Instalment;
  if (instalments.length === 1) return say.once(sum, showDate(first.on, language));
  return say.several(
    sum,
    instalments.length,
    sizes(instalments, terms.currency, say),
    say.every[terms.dating.every],
    showDate(first.on, language),
    showDate(last.on, language),
  );
}

function sizes(instalments: readonly Instalment[], currency: string, say: PlanWords): string {
  const runs: Run[] = [];
  for (const { minor } of instalments) {
    const amount = showAmount(minor, currency);
    const run = runs.at(-1);
    if (run?.amount === amount) run.number += 1;
    else runs.push({ number: 1, amount });
  }
  if (runs.length === 1) return say.each(runs[0]?.amount ?? '');
  if (runs.length <= MOST_RUNS) return say.runs(runs);
  const minors = instalments.map(({ minor }) => minor);
  const least = minors.reduce((a, b) => (b < a ? b : a));
  const most = minors.reduce((a, b) => (b > a ? b : a));
  return say.between(showAmount(least, currency), showAmount(most, currency));
}
