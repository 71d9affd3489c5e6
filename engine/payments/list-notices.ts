/** Notices of payment providers as lists show them, and what was refused. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { wireAmount, wireMoment } from '../../domain/contracts/answer.ts';
import type { PaymentNoticeView, PaymentProviderView } from '../../domain/contracts/payment-notice.ts';
import type { Instant } from '../../domain/time.ts';

/** Which notices to list; all when nothing is said. */
interface NoticeFilter {
  provider?: string | undefined;
  kind?: PaymentNoticeView['kind'] | undefined;
  /** Number of the last notice of the page before. */
  after?: bigint | undefined;
  limit: number;
}

type NoticeRow = Omit<PaymentNoticeView, 'no' | 'line' | 'amount' | 'at' | 'takenAt'> & {
  no: bigint;
  line: bigint | null;
  minor: bigint;
  currency: string;
  at: Instant;
  takenAt: Instant;
};

/** Lists notices in the order of their arrival. Returns no personal values. */
export async function listNotices(db: Kysely<Database>, filter: NoticeFilter): Promise<PaymentNoticeView[]> {
  const { provider, kind, after, limit } = filter;
  const { rows } = await sql<NoticeRow>`
    select n.no, n.provider, c.code as creditor, n.event, n.kind, n.payment, n.minor, n.currency, n.debit, n.failure,
      n.happened_at as at, n.taken_at as "takenAt", l.no as line, l.state,
      coalesce((
        select jsonb_agg(c.code || '/' || a.number order by p.no)
        from bank_allocation p
        join account a on a.id = p.account_id
        where p.line_id = l.id
          and p.ended_by is null), '[]') as accounts
    from payment_notice n
    join creditor c on c.id = n.creditor_id
    left join bank_line l on l.id = n.line_id
    where ${provider === undefined ? sql`true` : sql`n.provider = ${provider}`}
      and ${kind === undefined ? sql`true` : sql`n.kind = ${kind}`}
      and ${after === undefined ? sql`true` : sql`n.no > ${after}`}
    order by n.no
    limit ${limit}`.execute(db);
  return rows.map(({ no, line, minor, currency, at, takenAt, ...row }) => ({
    ...row,
    ...{ no: Number(no), line: line === null ? null : Number(line), amount: wireAmount(currency, minor) },
    ...{ at: wireMoment(at), takenAt: wireMoment(takenAt) },
  }));
}

/** Counts a webhook of which nothing was taken. */
export async function countRefusal(db: Kysely<Database>, provider: string, why: 'forged' | 'too-old'): Promise<void> {
  await sql`
    insert into webhook_refusal (provider, why, times, last_at)
    values (${provider}, ${why}, 1, clock_timestamp())
    on conflict (provider, why)
    do update set times = webhook_refusal.times + 1, last_at = excluded.last_at`.execute(db);
}

/** The providers that are configured, `provider/creditor` each, with what came and what was refused. */
export async function listProviders(
  db: Kysely<Database>,
  configured: Iterable<string>,
): Promise<PaymentProviderView[]> {
  const creditors = new Map<string, string[]>();
  for (const name of configured) {
    const [provider = '', creditor = ''] = name.split('/');
    creditors.set(provider, [...(creditors.get(provider) ?? []), creditor]);
  }
  const { rows: counts } = await sql<{ provider: string; notices: number }>`
    select provider, count(*)::int as notices
    from payment_notice
    group by provider`.execute(db);
  const { rows: refusals } = await sql<{ provider: string; why: 'forged' | 'too-old'; times: bigint; at: Instant }>`
    select provider, why, times, last_at as at
    from webhook_refusal
    order by provider, why`.execute(db);
  return [...creditors].sort().map(([provider, known]) => ({
    ...{ provider, creditors: known.sort() },
    notices: counts.find((row) => row.provider === provider)?.notices ?? 0,
    refused: refusals
      .filter((row) => row.provider === provider)
      .map(({ why, times, at }) => ({ why, times: Number(times), lastAt: wireMoment(at) })),
  }));
}
