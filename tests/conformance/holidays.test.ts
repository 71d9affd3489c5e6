/** The holidays in domain/calendars/ are those of the library, with its corrections. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { holidaysFile } from '../support/holidays.ts';

test('domain/calendars/holidays.ts is current (npm run holidays)', () => {
  const file = new URL('../../domain/calendars/holidays.ts', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(holidaysFile());
});
