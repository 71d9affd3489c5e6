/** A thousand states of the demo: every decision that a change of the rules would change. Meant changes: npx tsx tests/golden/answer.ts, and read the diff. */
import { expect, test } from '@jest/globals';
import { answerAll, readAnswers } from '../golden/answers.ts';

test('decide answers every golden state as before', () => {
  const before = readAnswers();
  const now = answerAll();
  const changed = now.flatMap((line, index) =>
    line === before[index] ? [] : [`before: ${before[index]}\nnow:    ${line}`],
  );
  expect(changed.slice(0, 5)).toEqual([]);
  expect(now).toHaveLength(before.length);
  expect(now.length).toBeGreaterThanOrEqual(1000);
});
