/** Every adapter of a payment provider, and the page of their form. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { PROVIDERS, providerOf } from '../../channels/payer/providers.ts';
import { PaymentNoticesWire, PaymentNoticeWire } from '../../domain/contracts/payment-notice.ts';
import { Problem } from '../../domain/problems.ts';
import { newSecret, signed } from '../support/api.ts';

const page = readFileSync(new URL('../../docs/payments.md', import.meta.url), 'utf8');
const [, example = ''] = /```json\n([\s\S]*?)\n```/.exec(page) ?? [];
const SECRET = newSecret();
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'nothing';
  } catch (error) {
    return error instanceof Problem ? error.code : String(error);
  }
};

describe.each(PROVIDERS.map((provider) => [provider.name, provider] as const))('%s', (_, provider) => {
  const webhook = (body: string, at = new Date(), secret = SECRET) => ({
    bytes: Buffer.from(body),
    headers: signed(secret, body, at),
  });

  test('proves a body by its secret, byte by byte', () => {
    expect(provider.isSigned(webhook(example), SECRET)).toBe(true);
    expect(provider.isSigned(webhook(example), newSecret())).toBe(false);
    expect(provider.isSigned({ ...webhook(example), bytes: Buffer.from(`${example} `) }, SECRET)).toBe(false);
    expect(provider.isSigned({ ...webhook(example), headers: {} }, SECRET)).toBe(false);
  });
  test('refuses what was signed long ago or ahead of time, whoever signed it', () => {
    for (const minutes of [-6, 6])
      expect(
        codeOf(() => provider.isSigned(webhook(example, new Date(Date.now() + minutes * 60_000)), newSecret())),
      ).toBe('webhook-too-old');
    expect(provider.isSigned(webhook(example, new Date(Date.now() - 4 * 60_000)), SECRET)).toBe(true);
  });
  test('refuses a body that it cannot read, with a code', () => {
    for (const body of ['', '{', 'null', '[]', '{"kind":"paid"}', `[${example},{}]`, '\ufeff{}'])
      expect(codeOf(() => provider.readNotices(Buffer.from(body)))).toBe('webhook-invalid');
  });
});

test('a provider without an adapter speaks the built-in form, which docs/payments.md shows', () => {
  expect(PaymentNoticeWire.safeParse(JSON.parse(example)).error).toBeUndefined();
  expect(providerOf('acme-pay').readNotices(Buffer.from(example))).toEqual([
    {
      ...{ event: 'evt-1', kind: 'paid', payment: 'pay-1', minor: 143_400n, currency: 'TWD', reference: 'A-1042' },
      ...{ at: Date.parse('2026-11-30T09:30:00+08:00'), payer: null, debit: null, failure: null, back: null },
      reason: null,
    },
  ]);
  const examples = JSON.parse(
    readFileSync(new URL('../../docs/examples/payment-webhook.json', import.meta.url), 'utf8'),
  );
  expect(PaymentNoticesWire.safeParse(examples).error).toBeUndefined();
  const fields = PaymentNoticeWire.options.flatMap(({ shape }) => Object.keys(shape));
  for (const field of new Set(fields)) expect(page).toContain(`| \`${field}\` |`);
});
