/** Facts as stored JSON and back. Amounts are written as decimal text, since JSON has no bigint. */
import type { Fact } from '../domain/facts.ts';

/** Fields that hold minor units, at any depth of a body. */
const AMOUNTS = new Set(['minor', 'balance', 'reduceBy']);

/** The body of a fact as text for a jsonb column. */
export function bodyToJson(body: object): string {
  return JSON.stringify({ v: 1, ...body }, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

function revive(key: string, value: unknown): unknown {
  return typeof value === 'string' && AMOUNTS.has(key) ? BigInt(value) : value;
}

/** The body as the domain knows it. */
function bodyFromJson(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(bodyFromJson);
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, revive(key, bodyFromJson(value))]));
}

/** A fact from `{id, kind, body, at, version, source, reference}`, which load-facts.ts builds in SQL. */
export function factFromJson(stored: unknown): Fact {
  const row = stored as {
    id: string;
    kind: Fact['kind'];
    body: unknown;
    at: number;
    version: string;
    source: string;
    reference: string | null;
  };
  return {
    id: row.id,
    kind: row.kind,
    body: bodyFromJson(row.body),
    occurredAt: row.at,
    source: row.source,
    reference: row.reference,
    version: BigInt(row.version),
  } as Fact;
}
