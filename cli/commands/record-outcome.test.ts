import { describe, expect, test } from '@jest/globals';
import { CALL_RESULT_NAMES, CONTACTS } from '../../domain/call-results.ts';
import { outcomeContract } from '../../domain/contracts/outcome.ts';
import { readOutcome } from './record-outcome.ts';

const twd = (minor: string) => ({ currency: 'TWD', minor });
const DEFERRED = [{ on: '2026-03-20', amount: twd('143400') }];
const WHERE = { currency: 'TWD', zone: 'Asia/Taipei', offers: { instalments: [], deferral: DEFERRED } };

describe('what came of a task', () => {
  test.each([
    [['no-answer'], {}, { contact: 'no-answer' }],
    [['right-party', 'refuses'], {}, { contact: 'right-party', result: 'refuses' }],
    [
      ['right-party', 'offer-accepted'],
      { parts: ['2026-03-12=717', '2026-04-12=717'], offer: 'instalments' },
      {
        contact: 'right-party',
        result: 'offer-accepted',
        parts: [
          { on: '2026-03-12', amount: twd('71700') },
          { on: '2026-04-12', amount: twd('71700') },
        ],
        offer: 'instalments',
      },
    ],
    [
      ['right-party', 'offer-accepted'],
      { offer: 'deferral' },
      { contact: 'right-party', result: 'offer-accepted', parts: DEFERRED, offer: 'deferral' },
    ],
    [
      ['right-party', 'call-back'],
      { callBackAt: '2026-03-05T14:00' },
      { contact: 'right-party', result: 'call-back', callBackAt: '2026-03-05T06:00:00.000Z' },
    ],
    [
      ['right-party', 'disputes'],
      { dues: ['2026-03-02', '2026-04-01'] },
      { contact: 'right-party', result: 'disputes', disputed: { dues: ['2026-03-02', '2026-04-01'] } },
    ],
    [
      ['right-party', 'disputes'],
      { amount: '434' },
      { contact: 'right-party', result: 'disputes', disputed: { amount: twd('43400') } },
    ],
    [
      ['filed'],
      { court: 'Taipei District Court', number: '115-1042' },
      { filed: { court: 'Taipei District Court', number: '115-1042' } },
    ],
    [['not-filed'], { reason: 'too costly' }, { notFiled: { reason: 'too costly' } }],
    [['write-off'], {}, { answer: 'write-off' }],
    [['wait'], { until: '2026-12-01' }, { answer: 'wait', until: '2026-12-01' }],
    [['reviewed'], { reason: 'on a plan', hardshipEnded: true }, { reviewed: 'on a plan', hardshipEnded: true }],
    [['begin-again'], {}, { restart: 'begin' }],
    [['wait-again'], { until: '2026-12-01' }, { restart: 'wait', until: '2026-12-01' }],
    [['correct'], { reason: 'paid in April' }, { remedy: 'correct', reason: 'paid in April' }],
    [['delete'], { reason: 'never owed' }, { remedy: 'delete', reason: 'never owed' }],
    [['done'], { reason: 'sold' }, { done: 'sold' }],
    [['accept'], {}, { accept: true }],
    [['decline'], { reason: 'too late' }, { decline: 'too late' }],
  ])('%j with %j', (words, given, wire) => {
    const outcome = readOutcome(words, given, WHERE);
    expect(outcome).toEqual(wire);
    expect(outcomeContract(outcome).safeParse(outcome).success).toBe(true);
  });

  test('every contact and result can be said', () => {
    for (const contact of CONTACTS)
      if (contact !== 'right-party') expect(readOutcome([contact], {}, null)).toEqual({ contact });
    for (const result of CALL_RESULT_NAMES)
      expect(readOutcome(['right-party', result], {}, null)).toEqual({ contact: 'right-party', result });
  });

  test.each([
    [['busyy'], {}, 'The outcome "busyy" is not known.'],
    [['right-party'], {}, 'Say what the right person answered.'],
    [['right-party', 'promises'], {}, 'The result "promises" is not known.'],
    [['filed'], { court: 'Taipei' }, 'The outcome filed needs --number.'],
    [['done'], {}, 'The outcome done needs --reason.'],
    [['sell'], { until: '2026-12-01' }, 'The outcome sell takes no --until.'],
    [['no-answer'], { reason: 'x' }, 'The outcome no-answer takes no --reason.'],
    [['wait', 'long'], {}, '"long" is one word too many.'],
  ])('%j with %j is refused', (words, given, sentence) =>
    expect(() => readOutcome(words, given, WHERE)).toThrow(sentence),
  );
});
