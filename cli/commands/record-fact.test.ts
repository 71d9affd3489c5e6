/** Every fact there is can be typed: its example goes through the options into its own contract. */
import { describe, expect, test } from '@jest/globals';
import { ACCOUNT_CONTRACTS, isAccountKind, NEEDS_NAME, PERSON_CONTRACTS } from '../../domain/contracts/event.ts';
import { factHelp, listFacts } from '../fact-help.ts';
import { exampleOf, FACT_KINDS, fieldsOf, usageOf, wordsOf } from '../fields.ts';
import { bodyOf, parseOptions } from './record-fact.ts';

const WHERE = { currency: 'TWD', zone: 'Asia/Taipei' };
const contractOf = (kind: (typeof FACT_KINDS)[number]) =>
  isAccountKind(kind) ? ACCOUNT_CONTRACTS[kind] : PERSON_CONTRACTS[kind];
/** The words of a command line. */
const wordsIn = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

describe.each(FACT_KINDS.map((kind) => [kind] as const))('record %s', (kind) => {
  test('its example, typed, is what its contract takes', () => {
    const [npx, arrears, record, account, fact, ...options] = wordsIn(exampleOf(kind));
    expect([npx, arrears, record, account, fact]).toEqual(['npx', 'arrears', 'record', 'harbour/A-1042', kind]);
    const body = bodyOf(kind, parseOptions(kind, options), WHERE);
    expect(contractOf(kind).parse(body)).toEqual(contractOf(kind).parse(momentsInUtc(wordsOf(kind).example)));
  });

  test('its help names every field', () => {
    const help = factHelp(kind);
    for (const field of fieldsOf(kind)) expect(help).toContain(`  ${field.option} `.trimEnd());
    expect(help).toContain(exampleOf(kind));
    expect(usageOf(kind).includes('--as NAME')).toBe(NEEDS_NAME.has(kind));
    expect(listFacts()).toContain(`\n  ${kind}\n`);
  });
});

test('only a payment takes --yes, and its help says so', () => {
  expect(parseOptions('payment', ['--amount', '5', '--yes'])).toMatchObject({ yes: true });
  expect(factHelp('payment')).toContain('--yes');
  expect(() => parseOptions('reversal', ['--yes'])).toThrow('takes no --yes');
});

/** Moments are sent in UTC. */
function momentsInUtc(example: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(example).map(([name, value]) => [
      name,
      name === 'at' ? new Date(String(value)).toISOString() : value,
    ]),
  );
}

describe('options of a fact', () => {
  test('a wrong option is told with the nearest right one', () => {
    const refusal = (remedy: string) => expect.objectContaining({ code: 'usage', remedy });
    expect(() => parseOptions('payment', ['--amuont', '5'])).toThrow(refusal('Did you mean --amount?'));
    expect(() => parseOptions('payment', ['--amuont=5'])).toThrow('The fact payment takes no --amuont.');
    expect(() => parseOptions('dispute', ['--reason', 'x'])).toThrow(
      refusal('It takes --about, --dues, --amount, --at, --as, --json.'),
    );
    expect(() => parseOptions('payment', ['--amount'])).toThrow('argument missing');
    expect(() => parseOptions('dispute', ['amount'])).toThrow('too many arguments');
  });

  test('an account with nothing due has no dues', () => {
    const given = parseOptions('balance-update', ['--as-of', '2026-04-01', '--balance', '0']);
    expect(bodyOf('balance-update', given, WHERE)).toEqual({
      asOf: '2026-04-01',
      balance: { currency: 'TWD', minor: '0' },
      dues: [],
    });
  });
});
