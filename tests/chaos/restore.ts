/**
 * Restores an older database beneath running processes. The lanes close, a person supplies the logs and releases them,
 * and the sources send their facts again.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { holdsWithin, insist, pause } from './patience.ts';
import type { Scenario } from './scenarios.ts';
import type { ChaosWorld } from './world.ts';

/** Wall milliseconds of work that the copy does not contain. */
const WORK_MS = 12_000;
/** Wall milliseconds after which running calls are over. */
const CALM_MS = 8000;
const LONGEST_MS = 60_000;

export const restoreOlder: Scenario = {
  name: 'restore',
  kind: 'older database restored',
  byCommand: true,
  async run(world) {
    await world.part('postgres').down();
    copyFolder(world, 'postgres', 'backup');
    await up(world);
    await pause(WORK_MS);
    await world.part('postgres').down();
    rmSync(join(world.dir, 'postgres'), { recursive: true, force: true });
    renameSync(join(world.dir, 'backup'), join(world.dir, 'postgres'));
    await up(world);
    if (!(await holdsWithin(LONGEST_MS, () => isClosed(world))))
      throw new Error('nobody found the database to be older');
    await pause(CALM_MS);
    await release(world);
    for (const resend of world.restored) await resend();
  },
};

/** Copies with owners and modes. */
function copyFolder({ dir }: ChaosWorld, from: string, to: string): void {
  if (existsSync(join(dir, to))) rmSync(join(dir, to), { recursive: true });
  execFileSync('cp', ['-a', join(dir, from), join(dir, to)]);
}

async function up(world: ChaosWorld): Promise<void> {
  world.part('postgres').up();
  await world.part('postgres').ready(LONGEST_MS);
  await insist(() => sql`select 1`.execute(world.db));
}

async function isClosed({ db }: ChaosWorld): Promise<boolean> {
  const { rows } = await sql<{ closed: boolean }>`select closed_since is not null as closed from epoch`.execute(db);
  return rows[0]?.closed === true;
}

/** E-mail has no provider that could be asked, so its log is supplied. */
async function release(world: ChaosWorld): Promise<void> {
  const mails = world.double.log().filter((line) => line.protocol === 'smtp' && line.event === 'accepted');
  const csv = ['key,at,covers', ...mails.map(({ key, at, covers = [] }) => `${key},${at},${covers.join(' ')}`)].join(
    '\n',
  );
  await insist(() => post(world, '/v1/epoch/logs/email?as=Mei', 'text/csv', `${csv}\n`));
  await insist(() => post(world, '/v1/epoch/release', 'application/json', JSON.stringify({ as: 'Mei' })));
}

async function post({ apiUrl }: ChaosWorld, path: string, type: string, body: string): Promise<void> {
  const answer = await fetch(apiUrl + path, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
}
