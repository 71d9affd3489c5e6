/** What a payment covers of a due: the forecast in the statement, and the book that splits it otherwise. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { statementText } from '../../cli/commands/show-statement.ts';
import type { Instant } from '../../domain/time.ts';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { BOOK_HEADER, bookFile } from '../support/book-file.ts';

const noon = (date: string): Instant => Date.parse(`${date}T12:00:00+08:00`);
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(noon('2026-03-02'));
  await takeBook('A-1', '2026-03-02', 'principal:1000.00,interest:300.00,fees:100.00,costs:34.00');
  await takeBook('A-2', '2026-03-02', 'principal:1000.00,interest:300.00,fees:100.00,costs:34.00');
});
afterAll(() => world.close());

/** Imports a row whose only due, of 2026-01-30, consists of these parts. */
async function takeBook(account: string, asOf: string, parts: string): Promise<void> {
  const sum = [...parts.matchAll(/:(\d+)\./g)].reduce((all, [, units]) => all + Number(units), 0);
  const row = { account, person: `P-${account}`, balance: '41000.00', dues: `2026-01-30=${sum}.00`, as_of: asOf };
  const book = bookFile([{ ...row, components: `2026-01-30=${parts}` }], `${BOOK_HEADER},components`);
  expect((await world.api.send('/v1/imports', book)).json).toMatchObject({ refused: 0 });
}
const statement = async (account: string) =>
  (await world.api.get(`/v1/accounts/harbour/${account}/statement?from=2026-03-02&through=2026-03-09`)).json;
const tasks = async () => (await world.api.get('/v1/tasks?kind=payment-split-differs')).json;

async function pay(account: string, minor: string): Promise<void> {
  const data = { amount: { currency: 'TWD', minor } };
  const sent = await world.api.post(`/v1/accounts/harbour/${account}/facts`, { fact: 'payment', data });
  expect(sent.status).toBe(201);
}

test('the statement says what is unpaid of each due, and in which order payments cover it', async () => {
  world.now = noon('2026-03-05');
  await pay('A-1', '20000');
  world.now = noon('2026-03-09');
  const { split, ...rest } = await statement('A-1');
  expect(split).toMatchObject({
    ...{ asOf: '2026-03-02', by: 'law', order: ['costs', 'interest', 'principal', 'fees'], unverified: true },
    dues: [
      {
        on: '2026-01-30',
        principal: { currency: 'TWD', minor: '100000' },
        interest: { currency: 'TWD', minor: '13400' },
        fees: { currency: 'TWD', minor: '10000' },
        costs: { currency: 'TWD', minor: '0' },
      },
    ],
  });
  expect(statementText({ split, ...rest })).toContain(`Made up of
  Fri 2026-01-30  principal NT$ 1,000, interest NT$ 134, fees NT$ 100
  as the book of Mon 2026-03-02 says, less what was paid since: first costs, then interest, then principal, then fees,
  by law (Civil Code of Taiwan, Art. 323; not verified)`);
});

test('a book that agrees asks nobody; one that splits a payment otherwise counts, and one task asks to look', async () => {
  world.now = noon('2026-03-09');
  await takeBook('A-1', '2026-03-09', 'principal:1000.00,interest:134.00,fees:100.00,costs:0.00');
  expect(await tasks()).toEqual([]);
  world.now = noon('2026-03-10');
  await takeBook('A-2', '2026-03-10', 'principal:800.00,interest:300.00,fees:100.00,costs:34.00');
  await takeBook('A-1', '2026-03-10', 'principal:900.00,interest:134.00,fees:100.00,costs:0.00');
  expect(await tasks()).toMatchObject([
    {
      account: 'harbour/A-2',
      reason:
        'of the due of 2026-01-30 the book leaves NT$ 800 of principal, where the order costs, interest, principal, fees (by law) leaves NT$ 1,000: look at the order for card',
    },
  ]);
  const march10 = (await world.api.get('/v1/accounts/harbour/A-2/statement?from=2026-03-02&through=2026-03-10')).json;
  expect(march10.split).toMatchObject({ asOf: '2026-03-10', dues: [{ principal: { minor: '80000' } }] });
});
