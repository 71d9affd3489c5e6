/**
 * The dates that a fact may carry, one check for every door: event, command line, API, outcome of a task, file of an
 * agency. Nothing is known from the future, nothing is promised for a day that is past, and no hold ends before it
 * begins. What was told late keeps its true dates.
 */
import type { z } from 'zod';
import type { ACCOUNT_CONTRACTS, Fault, PERSON_CONTRACTS, WireKind } from './contracts/event.ts';
import { MOST_DAYS_AHEAD } from './debit-facts.ts';
import { addDays, type CalendarDate, CLOCK_SKEW_MS, DAY_MS, type Instant, localDate, type Zone } from './time.ts';

const MAX_AGE_YEARS = 40;
const MAX_AGE_MS = MAX_AGE_YEARS * 365 * DAY_MS;

/** When a fact arrives and when it happened, in the creditor's zone. */
export interface FactMoment {
  now: Instant;
  occurredAt: Instant;
  zone: Zone;
}

/** Why a moment cannot be one at which something happened; null when it can. */
export function momentFault(at: Instant, now: Instant): string | null {
  if (at > now + CLOCK_SKEW_MS) return 'lies in the future';
  return at < now - MAX_AGE_MS ? `lies more than ${MAX_AGE_YEARS} years in the past` : null;
}

/** Added to a moment's fault. */
export const MOMENT_REMEDY = 'give the moment at which it happened';

/** Why a day cannot be one of which something is known, with the remedy; null when it can. */
function futureFault(on: CalendarDate, { now, zone }: FactMoment): string | null {
  const today = localDate(now, zone);
  if (on <= today) return null;
  return `lies after today (${today} in ${zone}), and nothing is known of a day to come: give a date up to today`;
}

/** Why nothing can be promised for a day, with the remedy; null when it can. */
export function promisedDayFault(on: CalendarDate, { occurredAt, zone }: FactMoment): string | null {
  const made = localDate(occurredAt, zone);
  if (on >= made) return null;
  return `lies before the promise (${made} in ${zone}): a promise is for the day on which it is made or later`;
}

/** Why no debit can be scheduled for a day, with the remedy; null when it can. */
function debitDayFault(on: CalendarDate, { occurredAt, zone }: FactMoment): string | null {
  const scheduled = localDate(occurredAt, zone);
  const last = addDays(scheduled, MOST_DAYS_AHEAD);
  if (on >= scheduled && on <= last) return null;
  return `lies before ${scheduled}, the day of scheduling, or more than ${MOST_DAYS_AHEAD} days after it: give a day between`;
}

/** Why a hold cannot end then, with the remedy; null when it can. Without `from` it begins on the day it happened. */
function holdFault({ from, until }: Wire<'hold'>, { occurredAt, zone }: FactMoment): string | null {
  const start = from ?? localDate(occurredAt, zone);
  if (until >= start) return null;
  return from === undefined
    ? `lies before the hold begins (${start} in ${zone}): give the day from which it held too`
    : 'lies before from: give the last day of the hold';
}

type Wire<K extends keyof typeof ACCOUNT_CONTRACTS> = z.output<(typeof ACCOUNT_CONTRACTS)[K]>;
type PersonWire<K extends keyof typeof PERSON_CONTRACTS> = z.output<(typeof PERSON_CONTRACTS)[K]>;
type Found = [pointer: string, words: string | null];

/** The faults of the dates in checked data of a fact; none when all are sane. Words name the reason and the remedy. */
export function dateFaults(kind: WireKind, data: unknown, when: FactMoment): Fault[] {
  return datesOf(kind, data, when).flatMap(([pointer, words]) => (words === null ? [] : [{ pointer, words }]));
}

function datesOf(kind: WireKind, data: unknown, when: FactMoment): Found[] {
  switch (kind) {
    case 'balance-update':
      return [['/data/asOf', futureFault((data as Wire<'balance-update'>).asOf, when)]];
    case 'promise':
      return (data as Wire<'promise'>).parts.map(({ on }, index) => [
        `/data/parts/${index}/on`,
        promisedDayFault(on, when),
      ]);
    case 'debit-scheduled':
      return [['/data/on', debitDayFault((data as Wire<'debit-scheduled'>).on, when)]];
    case 'hold':
      return [['/data/until', holdFault(data as Wire<'hold'>, when)]];
    case 'agency-contact':
      return [['/data/at', contactFault((data as Wire<'agency-contact'>).at, when)]];
    case 'bureau-acknowledged':
    case 'bureau-rejected':
    case 'bureau-correction':
      return [['/data/month', futureFault(`${(data as Wire<'bureau-correction'>).month}-01`, when)]];
    case 'ladder-answer':
      return [['/data/until', waitFault((data as Wire<'ladder-answer'>).until, when)]];
    case 'classes-reviewed':
      return [['/data/until', decisionFault((data as Wire<'classes-reviewed'>).until, when)]];
    case 'book-confirmed': {
      const { bookedOn } = data as Wire<'book-confirmed'>;
      return bookedOn === undefined ? [] : [['/data/bookedOn', futureFault(bookedOn, when)]];
    }
    case 'hardship':
    case 'represented': {
      const { since } = data as PersonWire<'hardship' | 'represented'>;
      return since === undefined ? [] : [['/data/since', futureFault(since, when)]];
    }
    case 'sheet-recorded': {
      const { on } = (data as PersonWire<'sheet-recorded'>).sheet;
      return on === undefined ? [] : [['/data/sheet/on', futureFault(on, when)]];
    }
    case 'care-hold':
      return careHoldFaults(data as PersonWire<'care-hold'>, when);
    default:
      return [];
  }
}

/**
 * A hold on a person has begun when it is told, and ends on its first day at the earliest; the end of a treatment may
 * be told later.
 */
function careHoldFaults({ since, until, crisis }: PersonWire<'care-hold'>, when: FactMoment): Found[] {
  const first = since ?? localDate(when.occurredAt, when.zone);
  return [
    ['/data/since', since === undefined ? null : futureFault(since, when)],
    [
      '/data/until',
      until === undefined || until >= first || crisis
        ? null
        : `lies before the hold begins (${first} in ${when.zone}): give its last day`,
    ],
  ];
}

function contactFault(at: string, { now }: FactMoment): string | null {
  const fault = momentFault(Date.parse(at), now);
  return fault && `${fault}: ${MOMENT_REMEDY}`;
}

/** Told late, a decision keeps its dates: it may be over when it is told, and never before it was made. */
function decisionFault(until: CalendarDate | undefined, { occurredAt, zone }: FactMoment): string | null {
  const on = localDate(occurredAt, zone);
  return until === undefined || until >= on
    ? null
    : `lies before the decision (${on} in ${zone}): give a day from then on`;
}

/** Why nobody can wait until a day, with the remedy; null when they can. */
export function waitFault(until: CalendarDate | undefined, { now, zone }: FactMoment): string | null {
  const today = localDate(now, zone);
  if (until === undefined || until >= today) return null;
  return `lies before today (${today} in ${zone}): give a day from today on`;
}
