/** What every error of the API looks like; for tests only, since it expects. */
import { expect } from '@jest/globals';
import { PROBLEM_CODES } from '../../domain/problems.ts';
import type { Answer } from './api.ts';

/** The answer is problem details with a known code. */
export function expectProblem(answer: Answer): void {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.json).toMatchObject({
    type: `urn:arrears:problem:${answer.json.code}`,
    title: expect.any(String),
    status: answer.status,
    detail: expect.stringMatching(/\S/),
    remedy: expect.stringMatching(/\S/),
    retry: expect.any(Boolean),
  });
  expect(PROBLEM_CODES).toContain(answer.json.code);
  for (const fault of answer.json.faults ?? [])
    expect(fault).toEqual({ pointer: expect.stringMatching(/^\//), words: expect.any(String) });
}
