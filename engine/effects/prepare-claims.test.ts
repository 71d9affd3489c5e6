/** A finished text is judged again before it leaves: what it says must be what its step declares. */
import { expect, test } from '@jest/globals';
import type { WrittenChannel } from '../../domain/channels.ts';
import { type DueEffect, judgeAll } from '../../domain/claim.ts';
import type { LetterFacts, Rendered } from '../../domain/letter.ts';
import { sameForAll } from '../../domain/rules.ts';
import type { Ladder, Step } from '../../domain/stage.ts';
import { LADDER } from '../../stages/index.ts';
import { reminderFirst } from '../../stages/reminder/messages.ts';
import { RULES } from '../../stages/rules.ts';
import { TEST_CREDITOR } from '../../tests/support/creditor.ts';
import { account, noon } from '../../tests/support/facts.ts';
import { prepareClaims } from './prepare-claims.ts';

const NOW = noon(1);
const EFFECT: DueEffect = {
  id: 'effect-1',
  creditorId: 'creditor-1',
  accountId: 'account-1',
  personId: 'person-1',
  episode: 1,
  stage: 'reminder',
  step: 'email-1',
  occurrence: 1,
  channel: 'email',
  purpose: 'demand',
  recipient: null,
  task: null,
  attempt: 0,
};

/** What a claim makes of the first reminder when it is written otherwise. */
function claimWith(message: (letter: LetterFacts, channel: WrittenChannel) => Rendered) {
  const ladder: Ladder = LADDER.map((stage) => ({
    ...stage,
    steps: stage.steps.map((step): Step => (step.name === 'email-1' ? { ...step, message } : step)),
  }));
  const rulebook = sameForAll({ ...RULES, ladder });
  const facts = new Map([['account-1', account()]]);
  const to = {
    personId: 'person-1',
    name: 'Sue Lin',
    language: 'en',
    to: 'lin@example.com',
    creditor: { name: TEST_CREDITOR.name, terms: TEST_CREDITOR.terms },
  } as const;
  const addressees = new Map([['email', new Map([['person-1', to]])]] as const);
  const { rows, claims } = prepareClaims(
    { rulebook, facts, addressees, now: NOW, started: 0, leaseSeconds: 60, simulated: false },
    judgeAll({ rulebook }, [EFFECT], facts, NOW),
  );
  const [{ verdict, reasons } = { verdict: null, reasons: [] }] = rows;
  return { leaves: claims.length, verdict, reasons };
}
const changed = (change: (body: string) => string) =>
  claimWith((letter, channel) => {
    const text = reminderFirst(letter, channel);
    return { ...text, body: change(text.body) };
  });

test('the shipped text leaves, to a Ms Sue too', () => {
  expect(claimWith(reminderFirst)).toEqual({ leaves: 1, verdict: 'allow', reasons: [] });
});

test.each([
  ['without the amount', (body: string) => body.replaceAll('NT$ 1,434', 'some'), 'lacks what it declares: amount'],
  [
    'that speaks of a lawsuit',
    (body: string) => `${body}\n\nWe may sue.`,
    'mentions what it does not declare: lawsuit',
  ],
])('a text %s is blocked, and says why', (_, change, why) => {
  expect(changed(change)).toEqual({
    leaves: 0,
    verdict: 'blocked',
    reasons: [{ policy: 'claim', code: 'text-differs', words: `the text of reminder/email-1 ${why}` }],
  });
});

test('a forbidden phrase blocks', () => {
  expect(changed((body) => `${body}\n\nWe will tell your family.`)).toEqual({
    leaves: 0,
    verdict: 'blocked',
    reasons: [
      {
        policy: 'claim',
        code: 'text-forbidden',
        words: 'the text of reminder/email-1 has a forbidden phrase (disclosure)',
      },
    ],
  });
});

test('a text that throws is blocked', () => {
  const { leaves, reasons } = claimWith(() => {
    throw new Error('no text');
  });
  expect([leaves, reasons[0]?.code]).toEqual([0, 'text-failed']);
});
