/** The text from which the digest of a pack is taken. */
import { expect, test } from '@jest/globals';
import { judgedRule, packOf, rule } from '../../tests/support/legal-case.ts';
import { canonicalText } from './canonical.ts';

test('is JSON of name and rules with sorted keys; of a function only that there is one', () => {
  const { binds, demand, ...rest } = judgedRule('A', () => null);
  expect(Object.keys(rest).sort()).toEqual([
    'clause',
    'confidence',
    'from',
    'id',
    'severity',
    'source',
    'until',
    'words',
  ]);
  const text = canonicalText(packOf({ ...rest, binds: { regions: ['SCT', 'ENG'], automated: true }, demand }));
  expect(text).toBe(
    `{"name":"house","rules":[{"binds":{"automated":true,"regions":["SCT","ENG"]},` +
      `"clause":${JSON.stringify(rest.clause)},"confidence":${JSON.stringify(rest.confidence)},` +
      `"demand":{"judge":"function","kind":"judged"},"from":null,"id":"A","severity":${JSON.stringify(rest.severity)},` +
      `"source":${JSON.stringify(rest.source)},"until":null,"words":${JSON.stringify(rest.words)}}]}`,
  );
});

test('does not depend on the order of keys, and sees a number, a list and its order', () => {
  const capped = (days: number, channels: readonly ('call' | 'sms')[]) =>
    canonicalText(packOf(rule('A', { kind: 'cap', counts: { channels }, per: 'person', days, most: 1 })));
  const turned = canonicalText(
    packOf(rule('A', { most: 1, days: 7, per: 'person', counts: { channels: ['call', 'sms'] }, kind: 'cap' })),
  );
  expect(turned).toBe(capped(7, ['call', 'sms']));
  expect(new Set([turned, capped(8, ['call', 'sms']), capped(7, ['call']), capped(7, ['sms', 'call'])]).size).toBe(4);
});

test('a key that is undefined is as if it were left out', () => {
  const plain = rule('A', { kind: 'status', status: 'dispute' });
  const spelled = { ...plain, binds: { ...plain.binds, products: undefined } } as unknown as typeof plain;
  expect(canonicalText(packOf(spelled))).toBe(canonicalText(packOf(plain)));
});
