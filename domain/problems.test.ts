import { expect, test } from '@jest/globals';
import { PROBLEM_CODES, Problem } from './problems.ts';

test.each(PROBLEM_CODES)('%s has a status, a sentence and a remedy', (code) => {
  const problem = new Problem(code);
  expect(problem.code).toMatch(/^[a-z][a-z-]+$/);
  expect(problem.status).toBeGreaterThanOrEqual(400);
  expect(problem.status).toBeLessThan(600);
  expect(problem.message).toMatch(/^[A-Z{].*[.})]$/s);
  expect(problem.remedy).toMatch(/\S/);
});
test('particulars are filled in, into the remedy too; what is missing shows', () => {
  const problem = new Problem('unknown-account', { account: 'harbour/A-1' });
  expect(problem.message).toContain('harbour/A-1');
  expect(new Problem('unknown-account').message).toContain('{account}');
});
