/**
 * Until when an account's debt may be sued for: under each law that binds it, and by the creditor's own bound. The
 * earliest last day counts. Days of a hold that extends the period under a law (domain/care/holds.ts) do not count. The
 * one place that stages, texts, tasks and `explain` ask.
 */
import type { AccountFacts } from './facts.ts';
import { Last } from './kept.ts';
import { limitationOf as limitationInChina } from './law/CN/limitation.ts';
import type { Debt } from './law/case.ts';
import { debtOf } from './law/debt-of.ts';
import { lastDayInIndia } from './law/IN/limitation.ts';
import { regionsOf } from './law/places-of.ts';
import type { Jurisdiction } from './law/rule.ts';
import { lastDayInUk, SCOTTISH_YEARS, YEARS } from './law/UK/limitation.ts';
import { limitationOf as limitationInTheUs } from './law/US/limitation.ts';
import { jurisdictionsOf } from './law/which-law.ts';
import type { Standing } from './standing.ts';
import { addDays, type CalendarDate } from './time.ts';

/** Limitation of an account on a day. */
export interface AccountLimitation {
  /** The last day to sue, in the creditor's zone: the earliest of all that bind. */
  readonly lastDay: CalendarDate;
  /** Whose it is; `creditor`: the bound that the creditor set itself (`limitationYears`). */
  readonly law: Jurisdiction | 'creditor';
  /** The last day is over. */
  readonly barred: boolean;
  /** From what it was counted, in words. */
  readonly basis: string;
  /** Laws that bind and cannot say, with what is not known. While there are any, nobody sues. */
  readonly unknown: readonly { readonly law: Jurisdiction; readonly words: string }[];
}

type Answer = { readonly lastDay: CalendarDate; readonly basis: string } | { readonly words: string };

interface Question {
  readonly debt: Debt;
  readonly regions: readonly string[];
  readonly today: CalendarDate;
}

/** The answer of a law that counts from the day on which the claim arose. */
const fromAccrual = (lastDay: CalendarDate | null, basis: string): Answer =>
  lastDay === null ? { words: 'it is not known when the right to sue arose' } : { lastDay, basis };

/** What each law says. A law without a line has no known limitation: the creditor's own bound stands for it. */
const LAWS: Partial<Record<Jurisdiction, (question: Question) => Answer>> = {
  CN: ({ debt, today }) => {
    const limitation = limitationInChina(debt, today);
    if (limitation === null) return { words: 'it is not known when the debt fell due' };
    const open = limitation.isFinal ? '' : '; a holiday on that day may move it';
    return { lastDay: limitation.lastDay, basis: `three years from the due date or the last restart in time${open}` };
  },
  US: ({ debt, regions, today }) => {
    const limitation = limitationInTheUs({ debt, regions }, today);
    if (limitation.kind === 'unknown') return limitation;
    return { lastDay: limitation.lastDay, basis: 'the years of the state from the due date; nothing restarts it here' };
  },
  UK: ({ debt, regions, today }) => {
    const years = regions.includes('SCT') ? SCOTTISH_YEARS : YEARS;
    return fromAccrual(
      lastDayInUk(debt, years, today),
      `${years} years from the day the claim arose or a restart in time`,
    );
  },
  IN: ({ debt, today }) =>
    fromAccrual(lastDayInIndia(debt, today), 'three years from the due date or a signed acknowledgement'),
};

interface Answered {
  readonly standing: Standing;
  readonly today: CalendarDate;
  readonly limitation: AccountLimitation;
}
/** The last answer: a decision asks the same several times. */
const answered = new Last<AccountFacts, Answered>();

/**
 * The limitation of an account, by its dues, payments, promises and delivered demands. Dates in the creditor's zone.
 */
export function limitationOf(account: AccountFacts, standing: Standing, today: CalendarDate): AccountLimitation {
  const last = answered.get(account);
  if (last !== null && last.standing === standing && last.today === today) return last.limitation;
  return answered.set(account, { standing, today, limitation: answer(account, standing, today) }).limitation;
}

function answer(account: AccountFacts, standing: Standing, today: CalendarDate): AccountLimitation {
  let first: Pick<AccountLimitation, 'lastDay' | 'law' | 'basis'> = creditorsBound(account, standing);
  const unknown: { law: Jurisdiction; words: string }[] = [];
  for (const name of jurisdictionsOf(account)) {
    const ask = LAWS[name];
    if (ask === undefined) continue;
    const debt = debtOf(account, standing);
    const answer = ask({ debt, regions: regionsOf(account), today });
    if ('words' in answer) unknown.push({ law: name, words: answer.words });
    else if (answer.lastDay < first.lastDay)
      first = { lastDay: answer.lastDay, law: name, basis: answer.basis + pausesIn(debt, name) };
  }
  const { lastDay, law, basis } = first;
  return { lastDay, law, basis, barred: today > lastDay, unknown };
}

/** That days of a hold do not count, where some do not. */
const pausesIn = ({ paused = [] }: Debt, law: Jurisdiction): string =>
  paused.some((pause) => pause.law === law) ? '; days of a hold on the person do not count' : '';

/** The creditor's bound counts from the last due, whatever restarted a period since. */
function creditorsBound({ creditor, contractDate }: AccountFacts, { position }: Standing) {
  const years = creditor.limitationYears;
  const lastDue = position.dues.at(-1)?.on ?? contractDate;
  const lastDay = addDays(lastDue, Math.round(years * 365.25) - 1);
  return { lastDay, law: 'creditor' as const, basis: `the creditor's own bound, ${years} years from the last due` };
}
