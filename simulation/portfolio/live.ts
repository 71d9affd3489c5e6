/** Lives one person through all days of a run. */
import { bucketOf, CYCLE_DAYS } from '../behaviour/calibration.ts';
import { standOn } from '../behaviour/ledger.ts';
import { workAgency } from './agency.ts';
import { cutStatements, doLater } from './bank.ts';
import { workCalls } from './calls.ts';
import { answerBureau, workDesk } from './desk.ts';
import { deliverLetters, liveEvening } from './people.ts';
import type { PersonLife } from './person-life.ts';
import { ROLL_STATES } from './result.ts';
import type { SimulatedAccount } from './simulated-account.ts';

/** What is seen of a person at the end of a day. */
export interface DayEnd {
  day: number;
  /** Stages of the accounts. */
  stages: readonly string[];
  /** Payments less those that came back, minor units. */
  money: number;
}

export interface LifeListener {
  dayEnded(end: DayEnd): void;
  /** An account went from state to state in a month of 30 days; both are indexes of ROLL_STATES. */
  rolled(from: number, to: number): void;
}

const CLOSED = ROLL_STATES.length - 1;

/** Index of ROLL_STATES. */
const rollState = ({ row, ledger }: SimulatedAccount, debtorDay: number): number =>
  row.closed ? CLOSED : bucketOf(standOn(ledger, debtorDay).dpd);

export function livePerson(life: PersonLife, listener: LifeListener): void {
  const { engine, accounts, moments } = life;
  let states = accounts.map((account) => rollState(account, life.debtorDay));
  for (const [day, { morning, noon, evening }] of moments.entries()) {
    life.day = day;
    life.moneyToday = 0;
    if (day > 0 && day % CYCLE_DAYS === 0) states = roll(life, listener, states);
    engine.runUntil(morning);
    cutStatements(life);
    engine.runUntil(noon);
    workCalls(life);
    engine.runUntil(evening);
    liveTheEvening(life);
    life.countHolds();
    listener.dayEnded({
      day,
      stages: accounts.map(({ row }) => (row.closed ? 'closed' : row.stage)),
      money: life.moneyToday,
    });
  }
  life.close(engine.now);
}

/** Everybody's evening in turn; what an act brings about is done before the next. */
function liveTheEvening(life: PersonLife): void {
  const { engine } = life;
  for (const act of EVENING) {
    act(life);
    engine.runUntil(engine.now);
  }
}
const EVENING = [deliverLetters, workCalls, workAgency, answerBureau, workDesk, doLater, liveEvening] as const;

function roll(life: PersonLife, listener: LifeListener, before: readonly number[]): number[] {
  return life.accounts.map((account, index) => {
    const state = rollState(account, life.debtorDay);
    listener.rolled(before[index] ?? 0, state);
    return state;
  });
}
