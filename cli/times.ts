/**
 * Shows times of an account in its creditor's zone; without an account in that of the only creditor, else in the
 * terminal's.
 */
import type { CreditorView } from '../domain/contracts/views.ts';
import type { ApiClient } from './api-client.ts';
import { showTime } from './print.ts';

/** `account` is `creditor/number`. */
export type TimeOf = (iso: string | null, account: string | null) => string;

export function timesIn(creditors: readonly Pick<CreditorView, 'creditor' | 'zone'>[]): TimeOf {
  const zones = new Map(creditors.map(({ creditor, zone }) => [creditor, zone]));
  const only = creditors.length === 1 ? creditors[0]?.zone : undefined;
  return (iso, account) => showTime(iso, zones.get(account?.split('/')[0] ?? '') ?? only);
}

export const readTimes = async (api: ApiClient): Promise<TimeOf> =>
  timesIn(await api.get<CreditorView[]>('/v1/creditors'));
