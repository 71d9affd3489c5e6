/** The scopes of consent that may be recorded are those that the packs read. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { PERSON_CONTRACTS } from '../contracts/event.ts';
import { CONSENT_SCOPES } from './consent-scopes.ts';
import { JURISDICTIONS } from './rule.ts';

const READS = /(?:hasConsent|consentsTo)\('([\w-]+)'|kind: 'consent', scope: '([\w-]+)'/g;

test('every scope that a rule reads in its code is declared by the rule', () => {
  const read = JURISDICTIONS.flatMap((name) => {
    const folder = new URL(`${name}/`, import.meta.url);
    return readdirSync(folder)
      .filter((file) => !/vectors|test/.test(file))
      .flatMap((file) => [...readFileSync(new URL(file, folder), 'utf8').matchAll(READS)])
      .map(([, called, demanded]) => called ?? demanded ?? '');
  });
  expect(read.length).toBeGreaterThan(5);
  for (const scope of read) expect(CONSENT_SCOPES).toContain(scope);
});

test('an unknown scope is refused with the list', () => {
  const answer = PERSON_CONTRACTS['consent-given'].safeParse({ scope: 'everything', proof: 'a form' });
  expect(answer.error?.issues).toMatchObject([{ path: ['scope'], message: `one of ${CONSENT_SCOPES.join(', ')}` }]);
});

test('they are those that hours, caps, quiet times, consents and computed rules of the packs read, in order', () =>
  expect(CONSENT_SCOPES).toEqual([
    'autodialler',
    'credit-report',
    'data-recipient',
    'e-sign',
    'email',
    'further-calls',
    'hours',
    'locate-again',
    'prior-collector-email',
    'reassigned-check',
    'sms',
    'third-party',
    'work-email',
  ]));
