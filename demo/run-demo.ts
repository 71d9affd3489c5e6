/**
 * `npm run demo`: the whole engine on real servers lives through months with real accounts in minutes. Everybody
 * outside the engine is simulated.
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { debtorsOf } from '../simulation/behaviour/behaviour.ts';
import { momentOn } from './calendar.ts';
import type { Town } from './days.ts';
import { type Check, type DemoResult, endingLines, failuresOf, resultOf, summaryLines } from './ending.ts';
import { LAWS, type LawName } from './laws.ts';
import { liveDays } from './live.ts';
import { openAgency } from './outside/agencies.ts';
import { type DemoApi, makeSecrets, openApiClient, type Source } from './outside/api-client.ts';
import { bookedMoney, bookFile } from './outside/bank.ts';
import { openBureau } from './outside/bureau.ts';
import { Mailboxes } from './outside/outbox.ts';
import { makeWorld } from './outside/world.ts';
import { type Parts, startParts } from './parts.ts';
import { chooseRows, readPortfolio } from './portfolio.ts';
import { resettle } from './resettle.ts';
import { headerLine } from './screen.ts';
import { openShow, type Show } from './show.ts';
import { Watch } from './watch.ts';
import { sentEffects, waysOutLines } from './ways-out.ts';

interface DemoOptions {
  accounts: number;
  days: number;
  seed: number;
  /** The law that lender and debtors live under. */
  law: LawName;
  /** Ends after the last day, even on a terminal. */
  exit: boolean;
  /** Prints one JSON document on stdout. */
  json: boolean;
  /** Folder of the run; it is emptied first. Default: `demo` below ARREARS_HOME. */
  home?: string;
  /** File for the business keys of everything sent, one per line. */
  keys?: string;
}

/** Wall milliseconds that the parts have to stop after Ctrl-C. */
const GRACE_MS = 8_000;
const INTERRUPTED = 130;

/** What is running, and whether it is being stopped. */
interface Running {
  parts: Parts | null;
  stopped: boolean;
  /** Exit code once the days are over; Ctrl-C then only ends what is still up. */
  code: number | null;
}

/** Runs the demo and returns the exit code. However it ends, it leaves nothing running. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const running: Running = { parts: null, stopped: false, code: null };
  const unwatch = watchSignals(running);
  const began = performance.now();
  const show = openShow(options);
  try {
    const secrets = makeSecrets();
    const home = resolve(options.home ?? join(process.env['ARREARS_HOME'] ?? '.arrears', 'demo'));
    const parts = await startParts(home, {
      secrets,
      startsAt: momentOn(LAWS[options.law].zone, 0, '06:00').at,
      law: LAWS[options.law],
      report: show.report,
    });
    running.parts = parts;
    return await runParts(options, running, parts, { show, secrets, began });
  } catch (error) {
    if (running.stopped) return INTERRUPTED;
    throw error;
  } finally {
    unwatch();
    await closeParts(running);
  }
}

async function closeParts(running: Running): Promise<void> {
  const { parts } = running;
  running.parts = null;
  await parts?.close();
}

/**
 * Ctrl-C ends everything that was started. Before the parts run, or on a second Ctrl-C, this process exits at once and
 * its children with it.
 */
function watchSignals(running: Running): () => void {
  const stop = () => {
    const code = running.code ?? INTERRUPTED;
    if (running.stopped || running.parts === null) process.exit(code);
    running.stopped = true;
    setTimeout(() => process.exit(code), GRACE_MS);
    void closeParts(running).finally(() => process.exit(code));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}

async function runParts(
  options: DemoOptions,
  running: Running,
  parts: Parts,
  more: { show: Show; secrets: ReadonlyMap<Source, string>; began: number },
): Promise<number> {
  const { show, began } = more;
  const stopped = () => running.stopped;
  const town = await moveIn(options, parts, openApiClient(parts.apiUrl, more.secrets));
  const { words: law, sign } = LAWS[options.law];
  const watch = new Watch(town.world, { days: options.days }, () => parts.workers());
  const money = await watch.begin();
  show.head(headerLine({ accounts: options.accounts, seed: options.seed, law, sign, ...money }));
  const lived = performance.now();
  await liveDays({ days: options.days, parts, town, watch, show, stopped });
  if (stopped()) return INTERRUPTED;
  const now = performance.now();
  const failures = await showEnd(options, parts, town, watch, show, {
    wallSeconds: (now - began) / 1000,
    livedSeconds: (now - lived) / 1000,
  });
  running.code = failures === 0 ? 0 : 1;
  if (staysUp(options)) await stayUp(show, stopped);
  return running.code;
}

/** Whether somebody is there to look at what was lived. */
const staysUp = ({ exit, json }: DemoOptions): boolean => process.stdout.isTTY && !exit && !json;

/** Creates the people and organisations; the lender sends its book. */
async function moveIn(
  { seed, accounts, law: name }: DemoOptions,
  { outbox, home }: Parts,
  api: DemoApi,
): Promise<Town> {
  const law = LAWS[name];
  const rows = chooseRows(readPortfolio(), seed, accounts).map((row) => resettle(law, row));
  const world = makeWorld({
    seed,
    law,
    rows,
    debtors: debtorsOf(seed, rows),
    api,
    mail: new Mailboxes(outbox),
    files: join(home, 'outside'),
  });
  await api.sendFile('/v1/imports?as=core-bank', bookFile(rows.map((row) => row.cells)));
  return {
    world,
    agencies: ['north', 'south'].map((code) => openAgency(outbox, code)),
    bureau: openBureau(outbox, 'example-bureau'),
  };
}

/** Prints the end as text or as one document. Returns the number of failures. */
async function showEnd(
  options: DemoOptions,
  { home, outbox }: Parts,
  town: Town,
  watch: Watch,
  show: Show,
  seconds: { wallSeconds: number; livedSeconds: number },
): Promise<number> {
  const { world } = town;
  const [summary, check] = [await watch.summary(), await world.api.get<Check>(`/v1/check?days=${options.days}`)];
  const result = resultOf({ ...options, ...seconds }, summary, check);
  if (options.keys !== undefined) writeFileSync(options.keys, `${(await sentKeys(world.api)).join('\n')}\n`);
  const failures = failuresOf(result, bookedMoney(world));
  const refused = [...world.refusals].map(([code, count]) => `refused at a door: ${code} ${count}`);
  show.end([...summaryLines(result, summary, world), ...refused, ...failures.map((words) => `FAILED: ${words}`)]);
  show.end(await waysOutLines(world));
  show.end(await endingLines(town, { home, outbox, staysUp: staysUp(options) }));
  if (options.json) await writeDocument(result);
  return failures.length;
}

/** Writes the whole document before this process ends. */
function writeDocument(result: DemoResult): Promise<void> {
  return new Promise((done) => process.stdout.write(`${JSON.stringify(result)}\n`, () => done()));
}

/** Business keys of everything sent, sorted. */
async function sentKeys(api: DemoApi): Promise<string[]> {
  const sent = await sentEffects(api);
  return sent
    .map(({ account, episode, stage, step, occurrence }) => `${account} ${episode} ${stage}/${step} ${occurrence}`)
    .sort();
}

async function stayUp(show: Show, stopped: () => boolean): Promise<void> {
  show.report('Everything still runs. Ctrl-C ends it.');
  while (!stopped()) await new Promise((resolve) => setTimeout(resolve, 200));
}
