/**
 * The end of a run: its results, model beside data, files to open and commands to try. All paths and accounts belong to
 * this run.
 */
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compareWithData, comparisonLines } from '../simulation/behaviour/calibration.ts';
import { localMoment } from './calendar.ts';
import type { Town } from './days.ts';
import type { DemoWorld } from './outside/world.ts';
import { toDecimal } from './portfolio.ts';
import { heldLine, many, raceLine, sentWords, whole } from './screen.ts';
import type { ListedAccount, Story, Summary } from './watch.ts';

export interface Check {
  checked: Record<string, number>;
  violations: { invariant: string; account: string; evidence: string }[];
}
/** Output of `arrears demo --json`; its fields are stable. */
export interface DemoResult {
  accounts: number;
  days: number;
  seed: number;
  stages: { reached: Record<string, number>; now: Record<string, number> };
  effects: Record<'sent' | 'failed' | 'unknown' | 'suppressed' | 'deferred' | 'superseded', number>;
  recovered: { currency: string; minor: string };
  contactsAfterPayment: number;
  paymentRaces: number;
  sentTwice: number;
  lost: number;
  violations: Check['violations'];
  /** Average business seconds per wall second. */
  clockSpeed: number;
  wallSeconds: number;
}

const DAY_SECONDS = 86_400;

export function resultOf(
  run: { accounts: number; days: number; seed: number; wallSeconds: number; livedSeconds: number },
  summary: Summary,
  check: Check,
): DemoResult {
  const count = (state: string): number => summary.effects[state] ?? 0;
  const { stages, money, contactsAfterPayment, paymentRaces, sentTwice, lost } = summary;
  return {
    accounts: summary.accounts,
    days: run.days,
    seed: run.seed,
    stages: { reached: stages.reached, now: stages.now },
    effects: {
      sent: count('sent'),
      failed: count('failed'),
      unknown: count('unknown'),
      suppressed: count('suppressed'),
      deferred: count('deferred'),
      superseded: count('superseded'),
    },
    recovered: { currency: money[0]?.currency ?? '', minor: money[0]?.received ?? '0' },
    contactsAfterPayment,
    paymentRaces,
    sentTwice,
    lost,
    violations: check.violations,
    clockSpeed: Math.round((run.days * DAY_SECONDS) / Math.max(run.livedSeconds, 0.001)),
    wallSeconds: Math.round(run.wallSeconds * 10) / 10,
  };
}

/** The lender's own book and the engine must agree on the money received. */
function disagreement({ recovered }: DemoResult, booked: bigint): string[] {
  const known = BigInt(recovered.minor);
  const money = (minor: bigint): string => `${recovered.currency} ${whole(minor)}`;
  return known === booked ? [] : [`the engine knows of ${money(known)}, the lender's book of ${money(booked)}`];
}

/**
 * Why the run failed, in words; empty if it did not. `booked`: money received by the lender's own book, minor units.
 */
export function failuresOf(result: DemoResult, booked: bigint): string[] {
  const { contactsAfterPayment, paymentRaces, sentTwice, lost, violations } = result;
  return [
    ...(contactsAfterPayment > 0 ? [`${many(contactsAfterPayment, 'contact')} after payment`] : []),
    ...(paymentRaces === 0 ? ['no message was planned or queued when money came, so that nothing is proved'] : []),
    ...(sentTwice > 0 ? [`${many(sentTwice, 'effect')} sent twice`] : []),
    ...(lost > 0 ? [`${many(lost, 'effect')} due and neither settled nor explained`] : []),
    ...disagreement(result, booked),
    ...violations.map((violation) => `${violation.invariant} of ${violation.account}: ${violation.evidence}`),
  ];
}

const counted = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join('  ');

export function summaryLines(result: DemoResult, summary: Summary, world: DemoWorld): string[] {
  const { promises, cured, held, stages, sentByChannel, heldBack } = summary;
  const series = [...world.lateness.values()];
  return [
    '',
    `${result.days} ${result.days === 1 ? 'day' : 'days'} in ${result.wallSeconds} s`,
    `Reached   ${counted(stages.reached)}`,
    `Now       ${counted(stages.now)}  | cured ${cured}  held ${held}`,
    `Money in  ${world.law.sign}${whole(BigInt(result.recovered.minor))}   promises kept ${promises.kept} broken ${promises.broken}`,
    `Effects   ${counted(result.effects)}`,
    `${sentWords(sentByChannel)}   ${heldLine(heldBack)}`,
    `${raceLine(summary)}   sent twice ${result.sentTwice}   lost ${result.lost}   ` +
      `rules broken ${result.violations.length}`,
    '',
    'What late accounts do in a month: this run, in brackets the source data. ' +
      "The money is the model's: debtors are drawn to pay as the data's did.",
    ...comparisonLines(compareWithData(series)),
  ];
}

/** Accounts worth naming in the commands. */
interface Chosen {
  /** Open and about to be contacted, so that a payment visibly stops something. */
  toPay: ListedAccount | null;
  toExplain: ListedAccount | null;
}

async function choose({ api }: DemoWorld): Promise<Chosen> {
  const open = await api.get<ListedAccount[]>('/v1/accounts?limit=1000&open=true');
  const late = open.filter((account) => account.dpd > 0).sort((a, b) => b.dpd - a.dpd);
  const written = late.filter(
    (account) => ['reminder', 'sms', 'call'].includes(account.stage) && account.placedWith === null,
  );
  const toPay = (await firstWithNext({ api }, written)) ?? late[0] ?? null;
  return {
    toPay,
    toExplain: late.find((account) => account.stage === 'legal' || account.placedWith !== null) ?? late[0] ?? null,
  };
}
async function firstWithNext(
  { api }: Pick<DemoWorld, 'api'>,
  accounts: readonly ListedAccount[],
): Promise<ListedAccount | null> {
  for (const account of accounts.slice(0, 20)) {
    const { next } = await api.get<Story>(`/v1/accounts/${account.account}`);
    if (next.some((planned) => planned.cancelledBy.includes('payment') && planned.what.includes(' by ')))
      return account;
  }
  return null;
}

/** The messages, in order, of an account that got both e-mails and SMS. */
function messagesOf({ letters }: DemoWorld): string[] {
  const byAccount = new Map<string, typeof letters>();
  for (const letter of letters)
    for (const account of letter.accounts) byAccount.set(account, [...(byAccount.get(account) ?? []), letter]);
  const worth = (all: typeof letters): number =>
    all.length + (new Set(all.map((letter) => letter.channel)).size > 1 ? 1000 : 0);
  const best = [...byAccount.entries()].sort(([, a], [, b]) => worth(b) - worth(a))[0];
  return (best?.[1] ?? []).map((letter) => letter.path);
}

async function caseFolder({ api, law }: DemoWorld, outbox: string): Promise<string | null> {
  const sent = await api.get<{ account: string; step: string; sentAt: string }[]>(
    '/v1/effects?state=sent&channel=court&limit=1000',
  );
  const made = sent.filter((folder) => folder.step === 'case-folder').at(-1);
  return made ? join(outbox, 'court', made.account, localMoment(made.sentAt, law.zone).slice(0, 10)) : null;
}

/** The story of an account for human readers. */
export function storyText(story: Story, zone: string): string {
  const time = (at: string): string => localMoment(at, zone).replace('T', ' ');
  const { account, dpd, stage, overdue, why, done, next, heldBack } = story;
  const amount = `${overdue.currency} ${toDecimal(BigInt(overdue.minor))}`;
  const cancelled = (by: readonly string[]): string => (by.length > 0 ? `; cancelled by ${by.join(', ')}` : '');
  return [
    `${account}: ${dpd === 0 ? 'nothing overdue' : `${many(dpd, 'day')} late`}, ${amount} overdue, stage ${stage}`,
    ...why.map((words) => `  ${words}`),
    '',
    `What was done (time of ${zone})`,
    ...done.map((event) => `  ${time(event.at)}  ${event.what}${event.outcome ? `: ${event.outcome}` : ''}`),
    '',
    'What comes next',
    ...(next.length === 0
      ? ['  nothing is planned']
      : next.map((coming) => `  ${time(coming.at)}  ${coming.what}${cancelled(coming.cancelledBy)}`)),
    ...heldBack.map((held) => `  held back: ${held.what}: ${held.because.join(', ')}`),
    '',
  ].join('\n');
}

/** Five things to open and three commands to try, where the demo stays up. Writes the story to a file. */
export async function endingLines(
  town: Town,
  { home, outbox, staysUp }: { home: string; outbox: string; staysUp: boolean },
): Promise<string[]> {
  const { world, agencies, bureau } = town;
  const chosen = await choose(world);
  const show = (path: string): string => relative(process.cwd(), path) || path;
  const days = agencies.flatMap((agency) => agency.days);
  const day = days.findLast((day) => day.manifest.includes('placement-')) ?? days.at(-1);
  // The first month contains the record that the bureau rejected.
  const month = bureau.months[0];
  const folder = await caseFolder(world, outbox);
  const told = chosen.toExplain ?? chosen.toPay;
  const things = [
    ['messages of one account, as sent', messagesOf(world).slice(0, 4)],
    ["an agency's day: manifest and return", day ? [day.manifest, day.returned] : []],
    ['a bureau month, and the answer with a record that was not taken', month ? [month.manifest, month.answer] : []],
    ['a case folder and its statement', folder ? [join(folder, 'index.json'), join(folder, 'statement.txt')] : []],
    ['one account in words', told ? [await writeStory(world, home, told.account)] : []],
  ] as const;
  const opened = things.flatMap(([name, paths], index) => [
    `  ${index + 1} ${name}${paths.length === 0 ? ': none in so short a run' : ''}`,
    ...paths.map((path) => `      ${show(path)}`),
  ]);
  return ['', 'Open', ...opened, '', ...(staysUp ? commandLines(chosen, show(home)) : [])];
}

async function writeStory({ api, law }: DemoWorld, home: string, account: string): Promise<string> {
  const story = await api.get<Story>(`/v1/accounts/${account}`);
  const path = join(home, `story-${account.split('/')[1]}.txt`);
  writeFileSync(path, storyText(story, law.zone), { mode: 0o600 });
  return path;
}

function commandLines({ toPay, toExplain }: Chosen, home: string): string[] {
  const arrears = `ARREARS_HOME=${home} npx arrears`;
  const pay = toPay
    ? [`  ${arrears} pay ${toPay.account} ${toDecimal(BigInt(toPay.overdue.minor))}     and watch it stop`]
    : [];
  const explain = toExplain ? [`  ${arrears} explain ${toExplain.account}`] : [];
  return ['Try in another terminal while this runs', ...pay, ...explain, `  ${arrears} stuck`, ''];
}
