/** Turns a row of an agency's return into a fact, given the state of its placement. */
import type { AgencyReturnRow } from '../../channels/agency/parser.ts';
import type { WrittenChannel } from '../../domain/channels.ts';
import { parseContact } from '../../domain/contracts/contact-value.ts';
import { promisedDayFault } from '../../domain/fact-dates.ts';
import type { Instant } from '../../domain/time.ts';
import { sha256 } from '../../platform/sha256.ts';
import type { FactInput } from '../facts/fact-input.ts';
import { codeWord } from './intake-file.ts';

/** A placement as stored now. */
export interface PlacementNow {
  id: string;
  account_id: string;
  person_id: string;
  agency: string;
  currency: string;
  zone: string;
  state: 'handed-over' | 'accepted' | 'recalled' | 'ended';
  handed_over_at: Instant;
}
/** A row that no longer changes anything; kept as evidence and named in the answer. */
export interface ListedRow {
  row: number;
  event: string;
  placement: string;
  reason: string;
}
/** A fact, or the reason why the row is only listed. `point` is the contact point to store before the fact. */
type RowFact = { fact: FactInput; point?: { channel: WrittenChannel; value: string } } | { listed: string };

/** Derives the id from the row's content, so that a row repeated in a later file is recorded once. */
function externalIdOf(row: AgencyReturnRow): string {
  const { row: _, ...content } = row;
  const text = JSON.stringify(Object.entries(content).sort(), (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return sha256(text);
}

/**
 * Turns a row into a fact. Payments, contacts, disputes, hardship, STOPs, complaints and new addresses count even after
 * the placement has ended. A recall is acknowledged once; everything else counts only while the placement is live.
 */
export function toFact(row: AgencyReturnRow, placement: PlacementNow, newId: () => string): RowFact {
  const common = { source: `agency:${placement.agency}`, externalId: externalIdOf(row), occurredAt: row.at };
  const ofAccount = { accountId: placement.account_id, ...common };
  const ofPerson = { personId: placement.person_id, ...common };
  const live = placement.state === 'handed-over' || placement.state === 'accepted';
  const ended = placement.state === 'ended';
  switch (row.event) {
    case 'accepted':
      return live
        ? { fact: { ...ofAccount, kind: 'agency-accepted', body: { placement: row.placement } } }
        : { listed: 'the placement was taken back' };
    case 'rejected':
    case 'returned': {
      if (ended) return { listed: 'the placement has ended' };
      const kind = row.event === 'rejected' ? 'agency-rejected' : 'agency-returned';
      return { fact: { ...ofAccount, kind, body: { placement: row.placement, reason: codeWord(row.reason) } } };
    }
    case 'recall-acknowledged':
      if (live) return { listed: 'the placement was not recalled' };
      return ended
        ? { listed: 'the placement has ended' }
        : { fact: { ...ofAccount, kind: 'recall-acknowledged', body: { placement: row.placement } } };
    case 'contact':
      return {
        fact: {
          ...ofAccount,
          kind: 'agency-contact',
          body: { placement: row.placement, at: row.at, channel: row.channel },
        },
      };
    case 'payment':
      // Money that went to the lender is booked by the lender: counting it here too would count it twice.
      if (row.to === 'lender') return { fact: { ...ofAccount, kind: 'payment-announced', body: { minor: row.minor } } };
      return { fact: { ...ofAccount, kind: 'payment', body: { minor: row.minor, via: 'agency' } } };
    case 'promise':
      if (!live) return { listed: 'the placement was taken back' };
      if (promisedDayFault(row.on, { now: row.at, occurredAt: row.at, zone: placement.zone }) !== null)
        return { listed: 'the promised date lies before the promise' };
      return {
        fact: { ...ofAccount, kind: 'promise', body: { parts: [{ on: row.on, minor: row.minor }], by: 'agency' } },
      };
    case 'dispute':
      return { fact: { ...ofAccount, kind: 'dispute', body: { about: row.about } } };
    case 'hardship':
      return { fact: { ...ofPerson, kind: 'hardship', body: {} } };
    case 'stop':
      return { fact: { ...ofPerson, kind: 'stop', body: { channel: row.channel } } };
    case 'complaint': {
      const about = row.to === 'agency' ? { agency: placement.agency } : {};
      const body = { cause: row.cause, channel: row.channel, reported: 'agency', ...about } as const;
      return { fact: { ...ofPerson, kind: 'complaint', body } };
    }
    case 'address': {
      const value = parseContact(row.channel, row.value);
      if (value === null) return { listed: 'the new contact point is no address or number' };
      const point = { channel: row.channel, value };
      return { fact: { ...ofPerson, kind: 'address-added', body: { point: newId() } }, point };
    }
  }
}
