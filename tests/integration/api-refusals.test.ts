/** Events that are not taken: each is refused with its code and the field, and nothing breaks. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { event } from '../support/api.ts';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';

const NOW = Date.parse('2026-04-20T12:00:00+08:00');
const twd = (minor: string) => ({ currency: 'TWD', minor });
const payment = (subject: string, minor = '1000', more: Record<string, unknown> = {}) =>
  event('payment', subject, { amount: twd(minor) }, more);

let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOW);
});
afterAll(() => world.close());

describe('what is not taken', () => {
  const bad = async (value: unknown, status: number, code: string, pointer?: string) => {
    const answer = await world.api.tell(value);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    if (pointer) expect(answer.json.faults.map((fault: { pointer: string }) => fault.pointer)).toContain(pointer);
  };
  test('unknown types, accounts, persons', async () => {
    await bad(event('payment2', 'harbour/A-1', {}), 422, 'unknown-event-type');
    await bad({ ...payment('harbour/A-1'), type: 'com.other.payment' }, 422, 'unknown-event-type');
    await bad({ ...payment('harbour/A-1'), type: 'arrears.payment.v2' }, 422, 'unknown-event-type');
    await bad(payment('harbour/NONE-1'), 404, 'unknown-account');
    await bad(payment('other/A-1'), 404, 'unknown-account');
    await bad(event('stop', 'harbour/person:NONE', { channel: 'sms' }), 404, 'unknown-person');
    await bad(event('call-outcome', 'harbour/A-1', {}), 422, 'unknown-event-type');
    await bad(event('approved', 'harbour/A-1', {}), 422, 'unknown-event-type');
  });

  test('amounts of nothing, below, of another currency, not whole, out of range', async () => {
    const { name } = await world.account();
    await bad(payment(name, '0'), 422, 'amount-not-positive');
    await bad(payment(name, '-100'), 422, 'amount-not-positive');
    await bad(event('payment', name, { amount: { currency: 'USD', minor: '100' } }), 422, 'wrong-currency');
    await bad(event('payment', name, { amount: { currency: 'twd', minor: '100' } }), 422, 'fact-invalid', '/data/amount/currency');
    for (const minor of ['1.5', '1e3', '', ' 1', '0x10', '1,000', '٣', '9'.repeat(16)])
      await bad(payment(name, minor), 422, 'fact-invalid', '/data/amount/minor');
    await bad(event('payment', name, { amount: { currency: 'TWD', minor: 100 } }), 422, 'fact-invalid', '/data/amount/minor');
    await bad(event('payment', name, { amount: 100 }), 422, 'fact-invalid', '/data/amount');
    await bad(event('promise', name, { parts: [{ on: '2026-05-01', amount: twd('0') }] }), 422, 'amount-not-positive');
    await bad(event('reversal', name, { amount: twd('-1') }), 422, 'amount-not-positive');
  });

  test('moments in the future, too old, or without an offset; dates that do not exist', async () => {
    const { name } = await world.account();
    const at = (time: string) => payment(name, '100', { time });
    await bad(at('2026-04-20T12:06:00+08:00'), 422, 'event-invalid', '/time');
    await bad(at('1980-01-01T00:00:00Z'), 422, 'event-invalid', '/time');
    await bad(at('2026-04-20T10:00:00'), 422, 'event-invalid', '/time');
    await bad(at('2026-02-30T10:00:00Z'), 422, 'event-invalid', '/time');
    await bad(at('2026-04-20T24:00:00Z'), 422, 'event-invalid', '/time');
    expect((await world.api.tell(at('2026-04-20T12:04:00+08:00'))).status).toBe(200);
    for (const until of ['2026-02-30', '2026-13-01', '0000-01-01', '9999-12-31', '26-01-01', '2026-4-1', ''])
      await bad(event('hold', name, { until, reason: 'flood' }), 422, 'fact-invalid', '/data/until');
  });

  test('fields that are missing, unknown or of another kind', async () => {
    const { name } = await world.account();
    const { data: _, ...bare } = payment(name);
    await bad(bare, 422, 'event-invalid', '/data');
    await bad({ ...payment(name), specversion: '0.3' }, 422, 'event-invalid', '/specversion');
    await bad({ ...payment(name), id: '' }, 422, 'event-invalid', '/id');
    await bad({ ...payment(name), id: 'x'.repeat(129) }, 422, 'event-invalid', '/id');
    await bad({ ...payment(name), id: 'a\u0000b' }, 422, 'event-invalid', '/id');
    await bad({ ...payment(name), subject: 'harbour/A\u0000' }, 422, 'event-invalid', '/subject');
    await bad({ ...payment(name), subject: undefined }, 422, 'event-invalid', '/subject');
    await bad(event('payment', name, { amount: twd('1'), note: 'x' }), 422, 'fact-invalid', '/data/note');
    await bad(event('payment', world.api && name, []), 422, 'event-invalid', '/data');
    await bad(event('payment', (await world.account()).person, { amount: twd('1') }), 422, 'fact-invalid', '/subject');
    await bad(event('hold', name, { until: '2026-05-01', reason: 'two\nlines' }), 422, 'fact-invalid', '/data/reason');
    await bad(event('hold', name, { until: '2026-05-01', from: '2026-06-01', reason: 'flood' }), 422, 'fact-invalid', '/data/until');
    expect((await world.api.tell({ ...payment(name), traceparent: '00-1', partitionkey: 'x' })).status).toBe(200);
  });

  test('reasons with an e-mail address or a phone number', async () => {
    const { name } = await world.account();
    for (const reason of ['ask mei@example.com', 'call +1 212-555-0143', 'call 2125550143'])
      await bad(event('hold-released', name, { reason }), 422, 'fact-invalid', '/data/reason');
    expect((await world.api.tell(event('hold-released', name, { reason: 'agreed on 2026-04-18' }))).status).toBe(200);
  });

  test('promises for the past, twice for one day, of too many parts', async () => {
    const { name } = await world.account();
    const part = (on: string) => ({ on, amount: twd('100') });
    await bad(event('promise', name, { parts: [part('2026-04-19')] }), 422, 'fact-invalid', '/data/parts');
    await bad(event('promise', name, { parts: [part('2026-05-01'), part('2026-05-01')] }), 422, 'fact-invalid', '/data/parts');
    await bad(event('promise', name, { parts: [] }), 422, 'fact-invalid', '/data/parts');
    const days = Array.from({ length: 25 }, (_, index) => part(`2026-05-${String(index + 1).padStart(2, '0')}`));
    await bad(event('promise', name, { parts: days }), 422, 'fact-invalid', '/data/parts');
  });

  test('what makes no sense now', async () => {
    const { name } = await world.account();
    await bad(event('dispute-closed', name, { outcome: 'rejected' }), 409, 'not-allowed-now');
    await bad(event('filed', name, { court: 'District Court', number: '1' }), 409, 'not-allowed-now');
    await bad(
      event('agency-accepted', name, { placement: '01978c3e-5f00-7000-8000-00000000a001' }),
      422,
      'fact-invalid',
      '/data/placement',
    );
    await bad(event('delivered', undefined, { message: 'nobodys-key' }), 422, 'event-invalid', '/data/message');
    await bad(event('balance-update', name, { asOf: '2026-03-01', balance: twd('1'), dues: [] }), 422, 'fact-invalid', '/data/asOf');
    await bad(event('wrong-number', name, { channel: 'sms', value: '+12125559999' }), 422, 'fact-invalid', '/data/value');
  });

  const raw = (bytes: string | Buffer, headers: Record<string, string> = {}) => world.api.tell(null, { raw: bytes, headers });
  test.each<[string, string | Buffer, number]>([
    ['nothing', '', 422],
    ['not JSON', '{"a":', 422],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 422],
    ['UTF-16', Buffer.from(JSON.stringify(payment('harbour/A-1')), 'utf16le'), 422],
    ['a number', '17', 422],
    ['null', 'null', 422],
    ['a text', '"x"', 422],
    ['deeply nested', '['.repeat(20_000) + ']'.repeat(20_000), 422],
    ['5 MB', `{"source":"bank","x":"${'a'.repeat(5 * 1024 * 1024)}"}`, 413],
  ])('a body that is %s', async (_, bytes, status) => {
    const answer = await raw(bytes);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  test('another media type', async () => {
    const answer = await raw('{}', { 'content-type': 'text/xml' });
    expect([answer.status, answer.json.code]).toEqual([415, 'invalid-request']);
  });

  test('names that could reach a prototype change nothing', async () => {
    const { name } = await world.account();
    const own = JSON.stringify(payment(name)).replace('"data":{', '"data":{"__proto__":{"polluted":1},"constructor":{"x":1},');
    expect((await raw(own)).status).toBe(422);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
