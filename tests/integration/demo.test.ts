/** The demo on real parts: one seed is one story, nothing is sent after a payment or twice, and Ctrl-C leaves nothing behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { DemoResult } from '../../demo/ending.ts';

const SCRIPT = fileURLToPath(new URL('../support/demo-run.ts', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'arrears-demo-'));
// The database's own user must get in.
chmodSync(dir, 0o755);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  result: DemoResult;
  keys: string[];
  said: string;
}

function startDemo(
  name: string,
  accounts: number,
  days: number,
): { child: ChildProcess; said: () => string; out: () => string } {
  const [home, keys] = [join(dir, name), join(dir, `${name}.keys`)];
  const args = [
    '--import',
    'tsx',
    '--disable-warning=ExperimentalWarning',
    SCRIPT,
    home,
    keys,
    String(accounts),
    String(days),
    '7',
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, said] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  return { child, said: () => said, out: () => out };
}

const exitOf = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once('exit', resolve));

async function runWhole(name: string, accounts: number, days: number): Promise<Ended> {
  const { child, said, out } = startDemo(name, accounts, days);
  const code = await exitOf(child);
  if (out() === '') throw new Error(`no document: ${said()}`);
  const keys = readFileSync(join(dir, `${name}.keys`), 'utf8')
    .trim()
    .split('\n');
  return { code, result: JSON.parse(out()) as DemoResult, keys, said: said() };
}

describe('the demo', () => {
  test('two runs of one seed reach the same stages, recover the same money, send the same keys; nothing after payment, nothing twice', async () => {
    const [first, other] = await Promise.all([runWhole('one', 20, 45), runWhole('other', 20, 45)]);
    expect({ code: first.code, said: first.said.match(/FAILED.*/g) }).toEqual({ code: 0, said: null });
    expect(first.result).toMatchObject({
      accounts: 20,
      days: 45,
      seed: 7,
      contactsAfterPayment: 0,
      sentTwice: 0,
      lost: 0,
      violations: [],
    });
    expect(first.result.paymentRaces).toBeGreaterThan(0);
    expect(BigInt(first.result.recovered.minor)).toBeGreaterThan(0n);
    expect(first.result.effects.sent).toBe(first.keys.length);
    expect(first.result.stages.reached).toHaveProperty('agency');
    expect(other.result.stages.reached).toEqual(first.result.stages.reached);
    expect(other.result.recovered).toEqual(first.result.recovered);
    expect(other.keys).toEqual(first.keys);
  }, 600_000);

  test('Ctrl-C ends all that it started', async () => {
    const { child, said } = startDemo('interrupted', 4, 400);
    const exit = exitOf(child);
    await until(() => said().includes('Arrears demo  4 cards'));
    const run: { apiUrl: string } = JSON.parse(readFileSync(join(dir, 'interrupted', 'run.json'), 'utf8'));
    const postmaster = Number.parseInt(
      readFileSync(join(dir, 'interrupted', 'postgres', 'postmaster.pid'), 'utf8'),
      10,
    );
    child.kill('SIGINT');
    expect(await exit).toBe(130);
    // On a busy machine the server's last process takes a moment to go.
    await until(() => isGone(postmaster));
    await expect(fetch(`${run.apiUrl}/healthz`)).rejects.toThrow();
    expect(existsSync(join(dir, 'interrupted', 'run.json'))).toBe(false);
  });
});

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

async function until(is: () => boolean): Promise<void> {
  for (const end = Date.now() + 90_000; !is(); ) {
    if (Date.now() > end) throw new Error('it did not come to it');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
