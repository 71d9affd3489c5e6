import { expect, test } from '@jest/globals';
import type { ConsentView } from '../../domain/contracts/consents.ts';
import { consentsText } from './list-consents.ts';

const SAID: ConsentView = {
  kind: 'hours',
  words: 'contact only 14:00-15:00',
  proof: null,
  source: 'portal',
  since: '2026-03-05T01:30:00.000Z',
  until: null,
  local: { since: '2026-03-05 09:30', until: null },
};

test('what is in force stands before what was, each with its source and proof', () => {
  const ended: ConsentView = {
    ...SAID,
    ...{ kind: 'consent', words: 'credit-report', proof: 'contract', source: 'book' },
    until: '2026-03-06T01:00:00.000Z',
    local: { since: '2019-05-04 00:00', until: '2026-03-06 09:00' },
  };
  expect(consentsText('harbour/A-1', [SAID, ended])).toBe(`In force
  hours: contact only 14:00-15:00; since 2026-03-05 09:30, told by portal

Ended
  consent: credit-report; 2019-05-04 00:00 to 2026-03-06 09:00, told by book (contract)`);
});

test('nothing is said of a person who said nothing', () => {
  expect(consentsText('harbour/A-1', [])).toBe('Nothing is known of consents or wishes of the person of harbour/A-1.');
});
