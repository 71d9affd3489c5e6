import { describe, expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { account, CREDITOR, effect, fact } from '../tests/support/facts.ts';
import { ZONES } from '../tests/support/zones.ts';
import { isPersonChannel } from './channels.ts';
import { contactDay, contactMoment, dateOfContactDay } from './contact-day.ts';
import { decide } from './decide.ts';
import { keyOf } from './effect-key.ts';
import type { AccountFacts } from './facts.ts';
import type { PlannedEffect } from './plan.ts';
import {
  addDays,
  type CalendarDate,
  DAY_MS,
  HOUR_MS,
  type Instant,
  instantAt,
  localDate,
  localMinute,
} from './time.ts';

const CONTACTS = [
  ...['reminder/email-1', 'reminder/email-4', 'reminder/email-8', 'sms/sms-10', 'sms/sms-14'],
  ...[1, 2, 3, 4, 5, 6].map((no) => `call/attempt/${no}`),
];

interface Sent {
  name: string;
  at: Instant;
  channel: string;
}

function debtor(lender: string, person: string, due: CalendarDate): AccountFacts {
  const dues = [{ on: due, minor: 143_400n }];
  const episode = { no: 1, openedOn: due, curedVersion: null, curedOn: null };
  return account({ creditor: { ...CREDITOR, zone: lender }, dues, episode }, { zone: person });
}

const nameOf = ({ stage, step, occurrence }: PlannedEffect): string =>
  [stage, step, ...(occurrence === 1 && stage !== 'call' ? [] : [occurrence])].join('/');

/** The facts once a planned effect has left: a notice is delivered, a call ends without an answer, at once. */
function afterSend(facts: AccountFacts, sent: PlannedEffect, now: Instant): AccountFacts {
  const { stage, step, occurrence, channel, purpose } = sent;
  if (channel === null) throw new Error('no way');
  const known = effect(`${stage}/${step}/${occurrence}`, now, { channel, purpose, deliveredAt: now });
  const contact = { at: now, channel, accountId: facts.accountId, purpose };
  const placement = { id: 'p', agency: 'north', state: 'accepted', handedOverAt: now, recalledAt: null } as const;
  return {
    ...facts,
    effects: [...facts.effects, known],
    contacts: isPersonChannel(channel) ? [...facts.contacts, contact] : facts.contacts,
    placements:
      step === 'handover'
        ? [{ ...placement, termEndsOn: addDays(localDate(now, facts.creditor.zone), 60) }]
        : facts.placements,
  };
}

/** The next moment of an answer: an effect that may go, or the next evaluation when that is earlier. */
function nextOf(facts: AccountFacts, now: Instant): { at: Instant; planned: PlannedEffect | null } | null {
  const { planned, nextEvaluationAt } = decide(RULES, facts, now);
  let first: PlannedEffect | null = null;
  for (const item of planned)
    if ((item.verdict === 'allow' || item.verdict === 'wait') && (first === null || item.dueAt < first.dueAt))
      first = item;
  if (nextEvaluationAt !== null && (first === null || nextEvaluationAt < first.dueAt))
    return { at: nextEvaluationAt, planned: null };
  return first && { at: first.dueAt, planned: first };
}

/**
 * Evaluates, waits for the moment, decides again, for a number of days. Returns what left; `moved` names what the
 * second decision did not find due.
 */
function run(facts: AccountFacts, from: Instant, days: number): { sent: Sent[]; moved: string[] } {
  const sent: Sent[] = [];
  const moved: string[] = [];
  let known = facts;
  let now = from;
  for (let rounds = 0; rounds < 200; rounds += 1) {
    const next = nextOf(known, now);
    if (next === null || next.at > from + days * DAY_MS) return { sent, moved };
    now = next.at;
    if (next.planned === null) continue;
    const { planned } = next;
    const again = decide(RULES, known, now).planned.find((item) => keyOf(item) === keyOf(planned));
    if (again?.verdict !== 'allow' || again.dueAt !== now) {
      moved.push(`${nameOf(planned)} of ${new Date(now).toISOString()}: ${again?.verdict} ${again?.dueAt}`);
      return { sent, moved };
    }
    known = afterSend(known, planned, now);
    sent.push({ name: nameOf(planned), at: now, channel: planned.channel ?? '' });
  }
  throw new Error('it never ends');
}

const local = (at: Instant, zone: string): string => {
  const minute = localMinute(at, zone);
  const pad = (number: number): string => String(number).padStart(2, '0');
  return `${localDate(at, zone)} ${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
};

describe('lender and person in different parts of the world', () => {
  const morning = (zone: string) => instantAt('2026-03-03', 6 * 60, zone);
  test('lender in Taipei, person in Los Angeles: the first e-mail leaves in the morning of the first day late', () => {
    const { sent } = run(debtor('Asia/Taipei', 'America/Los_Angeles', '2026-03-02'), morning('Asia/Taipei'), 3);
    expect(sent.map(({ at }) => local(at, 'America/Los_Angeles'))).toEqual(['2026-03-03 09:10']);
  });
  test('lender in London, person in Los Angeles: two calls a day, at 10:30 and 16:30 of their own', () => {
    const { sent } = run(debtor('Europe/London', 'America/Los_Angeles', '2026-03-02'), morning('Europe/London'), 22);
    const calls = sent.filter(({ channel }) => channel === 'call').map(({ at }) => local(at, 'America/Los_Angeles'));
    expect(calls).toEqual(['18', '19', '20'].flatMap((date) => [`2026-03-${date} 10:34`, `2026-03-${date} 16:34`]));
  });
  test('lender in Los Angeles, person in Taipei: nothing is asked for before the due date is over for the lender', () => {
    const { sent } = run(debtor('America/Los_Angeles', 'Asia/Taipei', '2026-03-02'), morning('America/Los_Angeles'), 3);
    expect(sent.map(({ at }) => local(at, 'Asia/Taipei'))).toEqual(['2026-03-04 09:10']);
    expect(local(sent[0]?.at ?? 0, 'America/Los_Angeles').slice(0, 10)).toBe('2026-03-03');
  });
});

describe.each([
  ['in spring', '2026-03-02'],
  ['in autumn', '2026-10-11'],
])('all pairs of forty zones, while clocks change %s', (_, due) => {
  test('everything planned is reached without being moved, at its own hour of the person', () => {
    const moved: string[] = [];
    for (const lender of ZONES) {
      for (const person of ZONES) {
        const facts = debtor(lender, person, due);
        const found = run(facts, instantAt(due, 12 * 60, lender), 51);
        for (const words of found.moved) moved.push(`${lender} > ${person}: ${words}`);
        const contacts = found.sent.filter(({ name }) => CONTACTS.includes(name));
        if (contacts.map(({ name }) => name).join(' ') !== CONTACTS.join(' '))
          moved.push(`${lender} > ${person}: ${contacts.map(({ name }) => name).join(' ')}`);
        for (const { name, at, channel } of contacts) {
          const minute = localMinute(at, person);
          const hours = channel === 'call' ? [634, 994] : channel === 'sms' ? [552] : [550];
          if (!hours.includes(minute)) moved.push(`${lender} > ${person}: ${name} at minute ${minute}`);
          if (localDate(at, lender) < contactDay(at, facts)) moved.push(`${lender} > ${person}: ${name} runs ahead`);
        }
      }
    }
    expect(moved.slice(0, 10)).toEqual([]);
  });
  test('the waits of a hold and of a payment end in a morning that is reached, with the last day over for both', () => {
    const wrong: string[] = [];
    const at = (lender: string, day: number) => instantAt(addDays(due, day), 12 * 60, lender);
    for (const lender of ZONES) {
      for (const person of ZONES) {
        const facts = {
          ...debtor(lender, person, due),
          facts: [
            fact('hold', { until: addDays(due, 5), reason: 'asked' }, at(lender, 1)),
            fact('payment', { minor: 100n, via: 'lender' }, at(lender, 3)),
          ],
        };
        const { sent, moved } = run(facts, at(lender, 3), 8);
        for (const words of moved) wrong.push(`${lender} > ${person}: ${words}`);
        const first = sent[0]?.at ?? 0;
        const days = [contactDay(first, facts), localDate(first, lender)];
        if (days[0] !== addDays(due, 7) || (days[1] as string) < addDays(due, 7))
          wrong.push(`${lender} > ${person}: ${days}`);
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
  });
});

describe('contact days', () => {
  test('follow one another, each is one day of the person, and a planned moment lies in its day or where it went', () => {
    const wrong: string[] = [];
    for (const lender of ZONES) {
      for (const person of ZONES) {
        const zones = { creditor: { zone: lender }, person: { zone: person } };
        for (const due of ['2026-03-02', '2026-10-11']) {
          let before = '';
          for (let day = 0; day < 40; day += 1) {
            const date = addDays(due, day);
            const hours = [0, 6, 12, 23].map((hour) => contactDay(instantAt(date, hour * 60 + 59, person), zones));
            if (new Set(hours).size !== 1 || (hours[0] as string) < before) wrong.push(`${lender} > ${person} ${date}`);
            before = hours[0] as string;
            const moment = contactMoment(date, 600, zones);
            if (contactMoment(contactDay(moment, zones), 600, zones) !== moment) wrong.push(`${lender} > ${person}`);
          }
        }
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
  });
  test('a lender far behind: the person is a day ahead', () => {
    const zones = { creditor: { zone: 'America/Los_Angeles' }, person: { zone: 'Asia/Taipei' } };
    expect(dateOfContactDay('2026-03-03', zones)).toBe('2026-03-04');
    expect(contactDay(instantAt('2026-03-04', 60, 'Asia/Taipei'), zones)).toBe('2026-03-03');
    const near = { creditor: { zone: 'Europe/Berlin' }, person: { zone: 'Asia/Kolkata' } };
    expect(dateOfContactDay('2026-03-03', near)).toBe('2026-03-03');
    expect(contactMoment('2026-03-03', 600, near)).toBe(instantAt('2026-03-03', 0, 'Asia/Kolkata') + 10 * HOUR_MS);
  });
});
