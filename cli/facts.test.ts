import { expect, test } from '@jest/globals';
import { asTyped } from './facts.ts';
import { Fault } from './fault.ts';

const typed = (sentence: string): unknown => asTyped(new Fault('fact-invalid', sentence, 'Correct it.'));

test.each([
  ['/data/reduceBy/minor: must be above zero', '--reduce-by: must be above zero'],
  ['/data/parts/0/on: is no date', '--parts: is no date'],
  ['/occurredAt: lies ahead', '--at: lies ahead'],
  [
    'The fact call-outcome was refused: /parts: is needed for promise',
    'The fact call-outcome was refused: --parts: is needed for promise',
  ],
  [
    '/outcome/parts/1/amount/minor: is not whole; /callBackAt: must lie ahead',
    '--parts: is not whole; --call-back-at: must lie ahead',
  ],
  ['/outcome/filed/court: too long', '--court: too long'],
  ['/outcome/notFiled/reason: too long', '--reason: too long'],
  ['/outcome/reviewed: too long', '--reason: too long'],
  ['/disputed/dues/0: is named twice', '--dues: is named twice'],
  ['/outcome/disputed: only with the result disputes', '--dues or --amount: only with the result disputes'],
  ['/result: belongs to right-party only', 'RESULT: belongs to right-party only'],
  ['/as: too long', '--as: too long'],
  ['Nothing answers at http://127.0.0.1/as/it/was', 'Nothing answers at http://127.0.0.1/as/it/was'],
])('%s', (sentence, shown) => {
  expect(typed(sentence)).toMatchObject({ code: 'fact-invalid', message: shown, remedy: 'Correct it.' });
});

test('what is no answer of the API stays as it is', () => {
  const error = new Error('/parts');
  expect(asTyped(error)).toBe(error);
});
