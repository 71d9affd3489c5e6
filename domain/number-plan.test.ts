import { expect, test } from '@jest/globals';
import { placeOfPrefix } from './number-plan.ts';

test('a number of a country of one zone', () => {
  expect(placeOfPrefix('+8613')).toEqual({ country: 'CN', region: null, zones: ['Asia/Shanghai'] });
  expect(placeOfPrefix('+8869')).toEqual({ country: 'TW', region: null, zones: ['Asia/Taipei'] });
  expect(placeOfPrefix('+4477')).toMatchObject({ country: 'GB' });
});
test('a number of the United States has the state and every zone of its area', () => {
  expect(placeOfPrefix('+1617')).toEqual({ country: 'US', region: 'MA', zones: ['America/New_York'] });
  expect(placeOfPrefix('+1423')?.zones).toEqual(['America/New_York', 'America/Chicago']);
});
test('toll-free, Canadian and unlisted numbers say nothing', () => {
  for (const prefix of ['+1800', '+1416', '+6123', '+']) expect(placeOfPrefix(prefix)).toBeNull();
});
