/**
 * What it costs to judge a send again (`lawful-when-sent`): CPU of this process and of Postgres, a permit. So many
 * accounts get their first e-mail, then all permits are judged.
 *   npm run bench -- judge [--accounts N]
 * One JSON line, exit 1 when the gate is missed. Postgres of its own.
 */
import { parseArgs } from 'node:util';
import { openDatabase } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import { instantAt } from '../../domain/time.ts';
import { newestPermit } from '../../engine/checks/check-invariants.ts';
import { judgeSendsSince } from '../../engine/checks/judge-sends.ts';
import { upsertCreditors } from '../../engine/import/creditors.ts';
import { openPool } from '../../platform/pool.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { TEST_CREDITOR } from '../support/creditor.ts';
import { cpuOf } from './cpu.ts';
import { asAdmin, onPostgres, urlOf } from './place.ts';
import { report } from './report.ts';
import { evaluate, sendDue, takeBook, ZONE } from './scale-life.ts';

/** CPU milliseconds a permit. */
const GATE = 3;
const TODAY = '2026-03-02';
const NOON = instantAt(TODAY, 12 * 60, ZONE);

const { values } = parseArgs({ options: { accounts: { type: 'string', default: '3000' } }, allowPositionals: true });
const accounts = Number(values.accounts);
if (!(accounts > 0)) throw new Error('--accounts N');

await onPostgres(async ({ postgres }) => {
  await asAdmin(postgres, 'create database judge');
  const pool = openPool(urlOf(postgres, 'judge'), { size: 4, statementTimeoutMs: 0 });
  const db = openDatabase(pool);
  await migrate(db);
  await upsertCreditors(db, [TEST_CREDITOR]);
  await takeBook(
    pool,
    Array.from({ length: accounts }, (_, at) => at + 1),
    TODAY,
    NOON,
  );
  const ids = (await db.selectFrom('account').select('id').execute()).map(({ id }) => id);
  for (let at = 0; at < ids.length; at += 200) await evaluate(db, ids.slice(at, at + 200), NOON);
  await sendDue(db, NOON);
  const newest = await newestPermit(db);
  const began = performance.now();
  const used = await cpuOf(postgres.pid, async () => {
    const { checked, breaches, notProvable } = await judgeSendsSince(db, RULEBOOK, newest, 0);
    if (checked !== accounts || breaches.length + notProvable.size > 0) throw new Error('not all sends were judged');
  });
  const permitsASecond = Math.round(accounts / ((performance.now() - began) / 1000));
  report(
    'judge',
    { figure: 'cpu-a-permit', value: used / accounts, unit: 'ms of CPU', atMost: GATE },
    { permits: accounts, permitsASecond },
  );
  await db.destroy();
});
