/**
 * What a run must cover: each step of an effect's life, each fault, each state that a fault can meet. Steps that cannot
 * occur are listed with the reason.
 */
import { AGREEMENT_STATES } from '../../domain/agreements/agreements.ts';
import { POLICIES } from '../../domain/policies/index.ts';
import { CRASH_POINTS } from '../../platform/crash-points.ts';
import { LIFE_STEPS } from '../../simulation/maps/book.ts';
import { ANSWERS, HINTS } from './faults.ts';

/** Steps that no seed can reach, with the reason. */
export const UNREACHABLE: Readonly<Record<string, string>> = {
  'life:claimed>lease-expired-unsent':
    'the sweep settles an expired lease by what it was told: sent, no-answer or try-again',
  'life:claimed>lease-expired-calling': 'likewise',
  'life:planned>found-sent':
    'what may have left is unknown until it is proved unsent; ' +
    'only a wrong word of a person or a restore makes it planned before',
  'life:deferred>found-sent': 'likewise',
  'life:failed>found-sent': 'likewise',
  'life:suppressed>found-sent': 'likewise',
  'life:superseded>found-sent': 'likewise',
  'life:failed>wanted': 'it fails for good with the third proved non-send, and is kept then until a person frees it',
  'life:failed>no-way': 'likewise',
  'held:pressure':
    'within the shipped caps no lender reaches it; contacts of agencies that add up to it are tested beside it',
  'held:debit': 'nobody draws money in these runs; tests/stories/payers.test.ts does',
  'held:gentle-after-failed-debit': 'likewise',
  'held:stop': 'a step picks no way that is stopped, so the policy is the net below',
};
const CALLED = ['claimed'] as const;
const WAITING = ['planned', 'deferred'] as const;
const at = (fault: string, states: readonly string[]): string[] => states.map((state) => `met:${fault}@${state}`);

/** Counters that must be above zero after the default number of seeds. */
export const MUST_BE_SEEN: readonly string[] = [
  ...LIFE_STEPS.filter((step) => UNREACHABLE[step] === undefined),
  ...CRASH_POINTS.map((point) => `fault:crash ${point}`),
  ...ANSWERS.map((answer) => `fault:provider ${answer}`),
  ...['job', 'nudge', 'fact', 'receipt'].flatMap((port) => HINTS.map((hint) => `fault:${port} ${hint}`)),
  ...[
    'all stopped',
    'another ladder',
    'recorded twice',
    'stopped before the call',
    'provider not there to ask',
    'provider cannot tell',
    'money late',
    'money told by two sources',
    'book late',
  ].map((name) => `fault:${name}`),
  ...ANSWERS.flatMap((answer) => at(`provider ${answer}`, CALLED)),
  ...HINTS.flatMap((hint) => at(`job ${hint}`, WAITING)),
  ...at('crash queued, not claimed', [...WAITING, 'claimed']),
  ...at('crash claimed, not called', CALLED),
  ...at('crash marked, not called', CALLED),
  ...at('crash called, not recorded', ['claimed', 'unknown', 'sent']),
  ...at('crash recorded, workflow not told', ['sent', 'unknown', 'deferred', 'planned']),
  ...at('crash asked, not settled', ['claimed', 'unknown']),
  ...at('recorded twice', ['sent', 'unknown', 'deferred', 'planned']),
  ...at('all stopped', ['planned', 'deferred', 'unknown']),
  ...at('another ladder', ['planned', 'deferred', 'unknown']),
  ...['sent', 'claimed', 'unknown'].flatMap((state) => [`receipt:delivered>${state}`, `receipt:bounced>${state}`]),
  ...['late:sent>sent', 'late:sent>unknown', 'late:failed>unknown', 'late:unknown>sent'],
  ...[...POLICIES.map(({ name }) => name), 'lawful-hours', 'contact-caps']
    .map((name) => `held:${name}`)
    .filter((name) => UNREACHABLE[name] === undefined),
  ...['disputed:whole', 'disputed:dues', 'disputed:sum', 'suspense:part', 'suspense:all'],
  ...[
    'payment',
    'reversal',
    'payment-announced',
    'promise',
    'dispute',
    'dispute-closed',
    'hold',
    'hold-released',
    'balance-update',
    'charge-off',
    'closed',
    'suspense',
    'suspense-ended',
    'book-instructed',
    'book-confirmed',
    'book-rejected',
    'book-withdrawn',
  ].map((kind) => `fact:${kind}`),
  ...[
    'plan-proposed',
    'plan-approved',
    'plan-refused',
    'plan-accepted',
    'plan-declined',
    'plan-withdrawn',
    'plan-ended',
  ].map((kind) => `fact:${kind}`),
  ...AGREEMENT_STATES.map((state) => `plan:${state}`),
  ...['kept', 'broken', 'late', 'running'].map((state) => `settlement:${state}`),
  ...['plan-cancelled', 'waiver'].map((kind) => `instruction:${kind} of a plan`),
  ...['instruction of a plan>confirmed', 'instruction of a plan>rejected', 'settlement closes', 'waiver taken back'],
  ...['approve-plan', 'send-plan-copy', 'send-certificate', 'review-plan', 'waiver-of-broken-settlement'].map(
    (kind) => `task:${kind}`,
  ),
  ...['copy', 'coming', 'missed', 'broken', 'kept', 'certificate'].map((step) => `left:plan/${step}`),
  ...[
    'call-outcome',
    'agency-accepted',
    'agency-rejected',
    'agency-contact',
    'agency-returned',
    'recall-acknowledged',
    'bureau-acknowledged',
  ].map((kind) => `fact:${kind}`),
  ...[
    'bureau-rejected',
    'approved',
    'approval-refused',
    'filed',
    'not-filed',
    'step-skipped',
    'ladder-answer',
    'stop',
    'start',
    'wrong-number',
  ].map((kind) => `fact:${kind}`),
  ...[
    'bounced',
    'address-added',
    'hardship',
    'hardship-ended',
    'death',
    'bankruptcy',
    'care-reviewed',
    'care-hold',
    'care-hold-lifted',
    'represented',
    'represented-ended',
    'cease',
    'cease-ended',
    'complaint',
    'complaint-acknowledged',
    'complaint-closed',
  ].map((kind) => `fact:${kind}`),
  ...['fact:repeated', 'corrected dues', 'lane:rests', 'task:settle-unknown'],
  ...['task:payment-not-in-book', 'task:after-closing'],
];

export const unseen = (counts: ReadonlyMap<string, number>): string[] =>
  MUST_BE_SEEN.filter((name) => (counts.get(name) ?? 0) === 0);
