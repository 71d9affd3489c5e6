/** The portfolio under another law: the same lateness, amounts in its currency, people with names and places there. */
import { drawBetween, drawOne } from '../simulation/behaviour/draw.ts';
import type { DemoLaw } from './laws.ts';
import { type PortfolioRow, toDecimal, toMinor } from './portfolio.ts';

/** The row as the lender of a run has it. */
export function resettle(law: DemoLaw, row: PortfolioRow): PortfolioRow {
  const scaled = (minor: bigint): bigint => minor / BigInt(law.perUnit);
  const dues = row.dues.map(({ on, minor }) => ({ on, minor: scaled(minor) })).filter(({ minor }) => minor > 0n);
  const amount = (name: string): string => {
    const text = row.cells[name] ?? '';
    return text === '' ? '' : toDecimal(scaled(toMinor(text)));
  };
  const cells = {
    ...row.cells,
    ...placeOf(law, row),
    currency: law.currency,
    country: law.country,
    credit_limit: amount('credit_limit'),
    balance: amount('balance'),
    dues: dues.map(({ on, minor }) => `${on}=${toDecimal(minor)}`).join(';'),
    last_payment_amount: amount('last_payment_amount'),
  };
  const language = law.people === null ? row.language : 'en';
  return {
    ...row,
    language,
    dues,
    balanceMinor: scaled(row.balanceMinor),
    leastMinimum: scaled(row.leastMinimum),
    cells,
  };
}

/** Who the person is there, and where they live; drawn by their number, so that all their accounts agree. */
function placeOf({ people, zone }: DemoLaw, { person, cells }: PortfolioRow): Record<string, string> {
  if (people === null) return { zone, region: '' };
  const pick = <T>(all: readonly T[], question: string): T => drawOne(all, 0, person, 0, question);
  const place = pick(people.places, 'place');
  const house = drawBetween(1, 199, 0, person, 0, 'house');
  return {
    name: `${pick(people.given, 'given name')} ${pick(people.surnames, 'family name')}`,
    language: 'en',
    address: `${house} ${pick(people.streets, 'street')}, ${place.town}`,
    zone: place.zone,
    region: place.region,
    email: (cells['email'] ?? '').replace(/^.*(?=\.\d+@)/, 'customer'),
  };
}
