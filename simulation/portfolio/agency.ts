/** The agency that has an account of the person: takes it in, works it within its own limits, gives it back. */
import { HOUR_MS } from '../../domain/time.ts';
import { answerAgency } from '../behaviour/agency-answers.ts';
import type { AgencyAct } from '../behaviour/debtor.ts';
import { drawn } from '../behaviour/draw.ts';
import { pay } from './bank.ts';
import { dispute, promise } from './people.ts';
import type { PersonLife } from './person-life.ts';
import { type SimulatedAccount, type SimulatedPlacement, seenOn } from './simulated-account.ts';

/** The agency's own limit, well below that of the law: contacts with a person, in so many days. */
const [CONTACTS, CONTACT_DAYS] = [2, 7];
const SHARE_REJECTED = 0.02;

export function workAgency(life: PersonLife): void {
  for (const account of life.accounts) {
    const { placement, row } = account;
    if (placement === null) continue;
    const state = row.placements.find(({ id }) => id === placement.id)?.state;
    if (state === 'handed-over') takeIn(life, account, placement);
    else if (state === 'accepted') workAccount(life, account, placement);
    else {
      account.placement = null;
      if (state === 'recalled')
        life.engine.tell(row, { kind: 'recall-acknowledged', body: { placement: placement.id } });
    }
  }
}

function takeIn(life: PersonLife, account: SimulatedAccount, placement: SimulatedPlacement): void {
  const { row, of } = account;
  const body = { placement: placement.id };
  if (drawn(SHARE_REJECTED, life.seed, of.id, life.debtorDay, 'agency rejects')) {
    account.placement = null;
    life.engine.tell(row, { kind: 'agency-rejected', body: { ...body, reason: 'no-capacity' } });
    return;
  }
  placement.accepted = true;
  life.engine.tell(row, { kind: 'agency-accepted', body });
}

function workAccount(life: PersonLife, account: SimulatedAccount, placement: SimulatedPlacement): void {
  const seen = seenOn(account, life.debtorDay);
  if (seen.overdueMinor === 0n || account.row.closed) return;
  for (const act of answerAgency(life.debtor, {
    account: seen,
    day: life.debtorDay,
    placedDay: placement.placedDay,
  })) {
    if (act.event === 'contact' && !mayContact(life, act.channel)) return;
    carryOut(life, account, placement, act);
  }
}

/** Without a contact the person says nothing today. */
function mayContact({ agencyDays, row, day }: PersonLife, channel: string): boolean {
  const way = channel === 'call' ? 'sms' : channel;
  const recent = agencyDays.filter((contact) => contact > day - CONTACT_DAYS);
  const stopped = row.facts.some(({ kind, body }) => kind === 'stop' && body.channel === channel);
  const known = row.points.some((point) => point.channel === way && point.valid);
  return known && !stopped && recent.length < CONTACTS && !recent.includes(day);
}

function carryOut(
  life: PersonLife,
  account: SimulatedAccount,
  { id: placement }: SimulatedPlacement,
  act: AgencyAct,
): void {
  const { engine, row } = life;
  const { incidents } = account.figures;
  switch (act.event) {
    case 'contact': {
      const at = engine.now - HOUR_MS;
      life.agencyDays.push(life.day);
      life.contacted(account, 'agency');
      life.receive(account.of.id, 'agency');
      engine.tell(account.row, { kind: 'agency-contact', body: { placement, at, channel: act.channel } });
      return;
    }
    case 'payment':
      pay(life, account, { minor: act.minor, via: 'agency', returnsAfterDays: null });
      return;
    case 'promise':
      promise(life, account, [{ day: act.promisedDay, minor: act.minor }], 'agency');
      return;
    case 'dispute':
      dispute(life, account, act.about);
      return;
    case 'hardship':
      incidents.hardship += 1;
      engine.tellOf(row, { kind: 'hardship', body: {} });
      return;
    case 'stop':
      incidents.stop += 1;
      engine.tellOf(row, { kind: 'stop', body: { channel: act.channel } });
      return;
    case 'address':
      engine.addAddress(row, { id: act.value, channel: act.channel, valid: true });
  }
}
