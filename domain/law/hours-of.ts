/** The hours that packs allow: those in which steps are planned, and the end of those in which something is sent. */
import { type CalendarDate, DAY_MS, type Instant, localDate } from '../time.ts';
import type { Hours, LegalCase, LegalIntent } from './case.ts';
import { rulesFor } from './judge.ts';
import { zoneOf } from './mechanisms/conditions.ts';
import { commonClosing } from './mechanisms/hours.ts';
import { covers, isInForce } from './mechanisms/in-force.ts';
import { holdsOn } from './own-rules.ts';
import type { Pack } from './rule.ts';

/** A call of the creditor that asks for money. */
export const DEMAND: LegalIntent = {
  act: 'contact',
  actor: 'creditor',
  channel: 'call',
  purpose: 'demand',
  addressee: 'debtor',
  point: null,
  place: null,
  automated: false,
  content: null,
};
/** What hours depend on. */
export type HoursCase = Pick<LegalCase, 'at' | 'zones' | 'consents' | 'preferences' | 'intent'>;
const WHOLE_DAY: Hours = { opens: 0, closes: 24 * 60 };

/** Hours that hold from a day on; null = from the beginning. */
export interface HoursFrom extends Hours {
  readonly from: CalendarDate | null;
}

/** The hours for a demand that every pack allows, for all products and regions: one item for each day of a change. */
export function hoursOverTime(packs: readonly Pack[]): readonly HoursFrom[] {
  const rules = packs.flatMap((pack) =>
    rulesFor(pack, DEMAND).flatMap(({ demand, binds, from, until }) =>
      demand.kind !== 'hours' || binds.products || binds.regions ? [] : [{ demand, from, until }],
    ),
  );
  const changes = [...new Set(rules.flatMap(({ from, until }) => [from ?? [], until ?? []].flat()))].sort();
  return [null, ...changes].map((from) => {
    let { opens, closes } = WHOLE_DAY;
    for (const rule of rules) {
      if (!(from === null ? rule.from === null : holdsOn(rule, from))) continue;
      opens = Math.max(opens, rule.demand.opens);
      closes = Math.min(closes, rule.demand.closes);
    }
    return { from, opens, closes };
  });
}

/** The hours for a demand that every pack allows, by day. */
export function hoursOf(packs: readonly Pack[]): (date: CalendarDate) => Hours {
  const dated = hoursOverTime(packs).map(({ from, opens, closes }) => ({ from, hours: { opens, closes } }));
  const first = dated[0]?.hours ?? WHOLE_DAY;
  if (dated.length === 1) return () => first;
  return (date) => dated.findLast(({ from }) => from === null || from <= date)?.hours ?? first;
}

/**
 * Until when an allowed act may begin: the first end of the hours of a rule, or of what the person agreed to or asked
 * for. A day for acts that no hours bind; the moment itself where hours bind and none contain it.
 */
export function lawfulUntil(packs: readonly Pack[], legalCase: HoursCase): Instant {
  const { at, zones, consents, preferences, intent } = legalCase;
  const date = localDate(at, zoneOf(legalCase));
  let end = at + DAY_MS;
  for (const pack of packs)
    for (const rule of rulesFor(pack, intent)) {
      const { demand } = rule;
      if (!holdsOn(rule, date)) continue;
      if (demand.kind === 'preferences' && demand.of === 'hours')
        for (const preference of preferences)
          if (preference.hours !== null && isInForce(preference, at))
            end = Math.min(end, commonClosing(at, zones, preference.hours) ?? at);
      if (demand.kind !== 'hours') continue;
      let closes = commonClosing(at, zones, demand);
      if (closes === null && demand.agreed)
        for (const consent of consents)
          if (consent.scope === 'hours' && consent.hours !== null && isInForce(consent, at) && covers(consent, intent))
            closes ??= commonClosing(at, zones, consent.hours);
      end = Math.min(end, closes ?? at);
    }
  return end;
}
