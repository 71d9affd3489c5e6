/** /v1/evidence: files that persons send with a dispute or a complaint; added, listed, read by a named person. */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { EVIDENCE_TYPES } from '../../channels/evidence/read-evidence.ts';
import { byPerson } from '../../domain/act.ts';
import { line, Reference } from '../../domain/contracts/event.ts';
import { EvidenceTaken, EvidenceView, evidenceAnswer } from '../../domain/contracts/evidence-view.ts';
import { evidenceBounds } from '../../domain/evidence.ts';
import { acceptEvidence, evidenceOf, fileRefused, getEvidence } from '../../engine/persons/accept-evidence.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { IdPath, Name } from '../schemas.ts';

const TYPES = ['application/octet-stream', ...Object.values(EVIDENCE_TYPES).map((type) => type.replace(/;.*/, ''))];
const Account = line(105).trim().min(1);
const AddQuery = z
  .strictObject({
    account: Account.describe('creditor/number, or a number that only one creditor has'),
    dispute: Reference.optional().describe('the dispute that it came with: id of its fact, or its source’s id of it'),
    complaint: Reference.optional().describe('the complaint that it came with, likewise'),
    as: Name.describe('who took it'),
  })
  .refine(({ dispute, complaint }) => (dispute === undefined) !== (complaint === undefined), {
    path: ['dispute'],
    error: 'name the dispute or the complaint that the file came with, one of both',
  });
/** Addresses land in logs, so the name of a file is no part of one. */
const Headers = z.looseObject({
  'x-file-name': z.string().max(1000).optional().describe('the name of the file, percent-encoded UTF-8'),
});
const Body = z
  .custom<Buffer>((value) => Buffer.isBuffer(value), `must be a file (${TYPES.join(', ')})`)
  .meta({ type: 'string', format: 'binary', description: 'PDF, JPEG, PNG or plain UTF-8 text, by its content' });

export function evidenceFilesRoute(api: Api, { db, now, nudge, evidence }: ApiDeps): void {
  const bounds = evidence ?? evidenceBounds(10, 30, 10);
  api.removeAllContentTypeParsers();
  api.addContentTypeParser(TYPES, async (_request: unknown, payload: IncomingMessage) =>
    readBounded(payload, bounds.fileBytes),
  );
  const added = {
    summary: 'Add a file that came with a dispute or a complaint (docs/disputes.md)',
    ...{
      querystring: AddQuery,
      headers: Headers,
      body: Body,
      consumes: TYPES,
      response: { 200: EvidenceTaken, 201: EvidenceTaken },
    },
  };
  api.post('/v1/evidence', { schema: added }, async ({ query, headers, body }, reply) => {
    const { account, dispute, complaint = '', as } = query;
    const name = decoded(headers['x-file-name'] ?? '');
    const of = dispute === undefined ? { complaint } : { dispute };
    const file = await acceptEvidence(db, { account, of, name, bytes: body }, bounds, byPerson(as, await now()));
    await nudge(file.nudge);
    const { id, kind, sha256, duplicate } = file;
    return reply
      .code(duplicate ? 200 : 201)
      .send({ evidence: id, of: file.of, kind, bytes: body.length, sha256, before: duplicate });
  });
  const listed = {
    summary: 'Files that came with the disputes of an account and the complaints of its person',
    querystring: z.strictObject({ account: Account }),
    response: { 200: z.array(EvidenceView) },
  };
  api.get('/v1/evidence', { schema: listed }, async ({ query }) =>
    (await evidenceOf(db, query.account)).map(evidenceAnswer),
  );
  const read = {
    summary: 'One file as it came; who reads it is recorded',
    ...{ params: IdPath, querystring: z.strictObject({ as: Name.describe('who reads it') }) },
  };
  api.get('/v1/evidence/:id', { schema: read }, async ({ params, query: { as } }, reply) => {
    const { kind, name, bytes } = await getEvidence(db, params.id, as, byPerson(as, await now()));
    // Saved, never shown: no browser reads it as anything else, whatever is in it.
    return reply
      .type(EVIDENCE_TYPES[kind])
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cache-control', 'no-store')
      .send(bytes);
  });
}

/** So much of a body that is too large is thrown away as it comes, so that its sender hears the answer. */
const MOST_THROWN_AWAY = 256 * 1024 * 1024;

/** The bytes of a body, never more than `most` of them in memory. */
function readBounded(payload: IncomingMessage, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    payload.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= most) chunks.push(chunk);
      else chunks.length = 0;
      if (length > MOST_THROWN_AWAY) reject(fileRefused('too-large'));
    });
    payload.on('error', reject);
    payload.on('end', () =>
      length > most ? reject(fileRefused('too-large')) : resolve(Buffer.concat(chunks, length)),
    );
  });
}

/** A name whose encoding is broken is kept as it came: it is cleaned anyway. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
