/** Reads over the API what the screen shows, and chooses the account whose story is told. */

import { draw } from '../simulation/behaviour/draw.ts';
import type { Moment } from './calendar.ts';
import { weekday } from './calendar.ts';
import type { DemoWorld } from './outside/world.ts';
import type { Event, ShownStory, View } from './screen.ts';

/** Answer of GET /v1/summary. Amounts are minor units as text. */
export interface Summary {
  accounts: number;
  stages: { now: Record<string, number>; parallel: Record<string, number>; reached: Record<string, number> };
  cured: number;
  held: number;
  effects: Record<string, number>;
  sentByChannel: Record<string, number>;
  heldBack: Record<string, number>;
  money: { currency: string; balance: string; overdue: string; received: string }[];
  promises: { running: number; kept: number; broken: number };
  contactsAfterPayment: number;
  paymentRaces: number;
  sentTwice: number;
  lost: number;
}
export interface ListedAccount {
  account: string;
  stage: string;
  dpd: number;
  placedWith: string | null;
  overdue: { minor: string };
}
/** Answer of GET /v1/accounts/{creditor}/{number}. */
export interface Story {
  account: string;
  stage: string;
  dpd: number;
  overdue: { currency: string; minor: string };
  why: string[];
  done: Event[];
  next: { at: string; what: string; cancelledBy: string[] }[];
  heldBack: { what: string; because: string[]; until: string | null }[];
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const MOST_NEWS = 3;
/** Days that news stays on the screen. */
const NEWS_DAYS = 7;
/** Days that one account's story stays on the screen. */
const SHOWN_DAYS = 14;
/** Later stages have more to tell. */
const RANK = ['clear', 'reminder', 'sms', 'call', 'agency', 'legal'];

export class Watch {
  private readonly news: { day: number; words: string }[] = [];
  private readonly shown = new Set<string>();
  private chosen: { account: string; since: number } | null = null;
  private start = { balance: 0n, overdue: 0n };

  constructor(
    private readonly world: DemoWorld,
    private readonly run: { days: number },
    private readonly workers: () => number,
  ) {}

  /** Remembers the balance of the first day. */
  async begin(): Promise<{ balance: bigint; overdue: bigint }> {
    const { money } = await this.summary();
    this.start = { balance: BigInt(money[0]?.balance ?? 0), overdue: BigInt(money[0]?.overdue ?? 0) };
    return this.start;
  }
  addNews(day: number, words: string): void {
    this.news.push({ day, words });
    if (this.news.length > MOST_NEWS) this.news.shift();
  }
  summary(): Promise<Summary> {
    return this.world.api.get<Summary>('/v1/summary');
  }

  async view(moment: Moment): Promise<View> {
    const [summary, ready, story] = await Promise.all([this.summary(), this.ready(), this.story(moment)]);
    const {
      stages,
      cured,
      held,
      promises,
      sentByChannel,
      heldBack,
      contactsAfterPayment,
      paymentRaces,
      money,
      accounts,
    } = summary;
    return {
      seed: this.world.seed,
      accounts,
      ...this.start,
      day: moment.day + 1,
      days: this.run.days,
      law: this.world.law.words,
      sign: this.world.law.sign,
      clock: `${WEEKDAYS[weekday(moment.date) - 1]} ${moment.at.slice(11, 16)}`,
      // In the demo the queue is in Postgres.
      parts: { temporal: ready.temporal, database: ready.database, queue: ready.database, workers: this.workers() },
      stages: added(stages.now, stages.parallel),
      cured,
      held,
      received: BigInt(money[0]?.received ?? 0),
      promises,
      sentByChannel,
      heldBack,
      contactsAfterPayment,
      paymentRaces,
      story,
      news: this.news.filter((news) => moment.day - news.day < NEWS_DAYS).map((news) => news.words),
    };
  }

  private ready(): Promise<{ temporal: string; database: string }> {
    return this.world.api.get('/readyz');
  }

  private async story(moment: Moment): Promise<ShownStory | null> {
    await this.choose(moment);
    if (this.chosen === null) return null;
    const { account, dpd, done, next } = await this.world.api.get<Story>(`/v1/accounts/${this.chosen.account}`);
    return {
      account: account.split('/')[1] ?? account,
      dpd,
      today: moment.date,
      zone: this.world.law.zone,
      done,
      next: next[0] ?? null,
    };
  }

  /** Keeps an account for a while, then switches to another with a long story that was not shown yet. */
  private async choose({ day }: Moment): Promise<void> {
    if (this.chosen !== null && day - this.chosen.since < SHOWN_DAYS) return;
    const { seed, api } = this.world;
    const listed = await api.get<ListedAccount[]>('/v1/accounts?limit=1000&open=true');
    const fresh = listed.filter((account) => account.dpd > 0 && !this.shown.has(account.account));
    const worth = (account: ListedAccount): number =>
      RANK.indexOf(account.stage) + draw(seed, account.account, 0, 'shown');
    const best = fresh.sort((a, b) => worth(b) - worth(a))[0];
    if (!best) return;
    this.shown.add(best.account);
    this.chosen = { account: best.account, since: day };
  }
}

/** Adds two sets of counts by name. */
function added(some: Record<string, number>, more: Record<string, number>): Record<string, number> {
  const names = new Set([...Object.keys(some), ...Object.keys(more)]);
  return Object.fromEntries([...names].map((name) => [name, (some[name] ?? 0) + (more[name] ?? 0)]));
}
