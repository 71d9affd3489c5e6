/**
 * POST /v1/events: one CloudEvent, or a batch. Each event has its own transaction: a bad one never fails its
 * neighbours.
 */

import { z } from 'zod';
import { bySystem } from '../../domain/act.ts';
import { Envelope } from '../../domain/contracts/event.ts';
import { JsonFault, parseStrictBytes } from '../../domain/contracts/strict-json.ts';
import { FAR_ABOVE_OWED } from '../../domain/doubt.ts';
import { Problem } from '../../domain/problems.ts';
import { acceptEvent, type EventAnswer, parseEnvelope } from '../../engine/facts/accept-event.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { type ProblemDetails, toDetails, toProblem } from '../problem-reply.ts';
import { checkSignature } from '../signature.ts';

const TYPES = ['application/json', 'application/cloudevents+json', 'application/cloudevents-batch+json'];
const MAX_EVENTS = 1000;
const Answer = z.object({
  source: z.string(),
  id: z.string(),
  status: z.literal('recorded'),
  fact: z.uuid().nullable(),
  doubt: z.literal(FAR_ABOVE_OWED).optional().describe('recorded all the same; a person looks at it'),
});

type Item = EventAnswer | { id: string | null; status: 'refused'; problem: ProblemDetails };

export function receiveEventsRoute(api: Api, deps: ApiDeps): void {
  // The signature covers the bytes as received, so they are kept as received.
  api.removeAllContentTypeParsers();
  api.addContentTypeParser(TYPES, { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  api.route({
    method: 'POST',
    url: '/v1/events',
    schema: {
      summary: 'Facts from outside as CloudEvents 1.0, signed by Standard Webhooks',
      description:
        'One event (structured mode) or an array of them (batch). Idempotent on source and id. Types: docs/events.md.',
      consumes: TYPES,
      body: z.union([Envelope, z.array(Envelope)]),
      response: { 200: z.union([Answer, z.array(z.unknown())]), 207: z.array(z.unknown()) },
    },
    // Checked by hand, after the signature.
    validatorCompiler: () => (value: unknown) => ({ value }),
    handler: async (request, reply) => {
      const raw = request.body as unknown as Buffer;
      const value = parseJson(raw);
      const source = sourceOf(Array.isArray(value) ? value[0] : value);
      checkSignature(raw, request.headers, source, deps.eventSecrets);
      if (!Array.isArray(value)) {
        const { answer, repeated, nudge } = await ingestItems(deps, value, source);
        await deps.nudge(nudge);
        return reply.header('idempotent-replay', String(repeated)).send(answer);
      }
      if (value.length > MAX_EVENTS) throw new Problem('event-invalid', { faults: `more than ${MAX_EVENTS} events` });
      const items: Item[] = [];
      // Each event is committed on its own; their accounts are nudged together.
      const nudge = new Set<string>();
      const log = (reference: string, error: unknown) => request.log.error({ reference, err: error }, 'unexpected');
      for (const item of value) items.push(await ingestItem(deps, item, { source, nudge }, log));
      await deps.nudge([...nudge]);
      return reply.code(items.some((item) => item.status === 'refused') ? 207 : 200).send(items);
    },
  });
}

function parseJson(raw: unknown): unknown {
  try {
    return parseStrictBytes((raw as Buffer | undefined) ?? Buffer.alloc(0));
  } catch (error) {
    if (error instanceof JsonFault) throw new Problem('event-invalid', { faults: `the body ${error.message}` });
    throw error;
  }
}

/** The source that the sender claims; it counts for nothing before the signature fits. */
function sourceOf(value: unknown): string {
  const source = typeof value === 'object' && value !== null && 'source' in value ? value.source : undefined;
  if (typeof source !== 'string' || source === '')
    throw new Problem(
      'event-invalid',
      { faults: '/source: is missing' },
      { cause: [{ pointer: '/source', words: 'is missing' }] },
    );
  return source;
}

async function ingestItems(deps: ApiDeps, value: unknown, source: string) {
  const event = parseEnvelope(value);
  // One signature proves one source.
  if (event.source !== source) throw new Problem('bad-signature');
  return acceptEvent(deps.db, event, bySystem(source, await deps.now()));
}

async function ingestItem(
  deps: ApiDeps,
  value: unknown,
  batch: { source: string; nudge: Set<string> },
  log: (reference: string, error: unknown) => void,
): Promise<Item> {
  try {
    const { answer, nudge } = await ingestItems(deps, value, batch.source);
    for (const id of nudge) batch.nudge.add(id);
    return answer;
  } catch (error) {
    const { problem, status } = toProblem(error, log);
    const id =
      typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : null;
    return { id, status: 'refused', problem: toDetails(problem, status) };
  }
}
