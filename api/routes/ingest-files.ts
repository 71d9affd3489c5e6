/** Uploaded files: returns of agencies, bureau answers, bank statements, the lender's book, parties and features. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import { inspectBook } from '../../channels/book/reader.ts';
import { BankStatementView } from '../../domain/contracts/bank-line.ts';
import { BankMapping } from '../../domain/contracts/bank-mapping.ts';
import { BOOK_FAULTS, type BookFault } from '../../domain/contracts/book-faults.ts';
import { faultsOf, showFaults } from '../../domain/contracts/event.ts';
import { IMPORT_KINDS } from '../../domain/contracts/import-kind.ts';
import { JsonFault, parseStrictBytes } from '../../domain/contracts/strict-json.ts';
import { Problem } from '../../domain/problems.ts';
import { stageNames } from '../../domain/rules.ts';
import { ingestAgencyReturn } from '../../engine/files/agency-return.ts';
import { ingestBureauAnswer } from '../../engine/files/bureau-answer.ts';
import { ingestContactReturn } from '../../engine/files/contact-return.ts';
import type { ImportOptions, Refusal } from '../../engine/import/import-book.ts';
import { importLenderFile } from '../../engine/import/import-file.ts';
import { takeBookAnswers } from '../../engine/instructions/take-answers.ts';
import { takeStatement } from '../../engine/payments/take-statement.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { FILE_TYPES, FileBody, MAX_FILE_BYTES, Name } from '../schemas.ts';

/** Most refused rows that one answer names. */
const MAX_REFUSALS = 1000;

const code = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/);
const FileQuery = z.strictObject({ creditor: code, file: z.string().max(200).default('') });
const ImportQuery = z.strictObject({
  as: Name.default('api').describe('who sends it'),
  complete: z.stringbool().default(false),
  strict: z.stringbool().default(false),
  dryRun: z.stringbool().default(false),
  kind: z.enum(IMPORT_KINDS).optional().describe('what the file holds; left out: what its header says'),
});

export function ingestFilesRoute(api: Api, deps: ApiDeps): void {
  api.removeAllContentTypeParsers();
  api.addContentTypeParser(FILE_TYPES, { parseAs: 'buffer', bodyLimit: MAX_FILE_BYTES }, (_, body, done) =>
    done(null, body),
  );
  const upload = { querystring: FileQuery, body: FileBody, consumes: FILE_TYPES };
  const fileOf = async ({ query, body }: { query: z.output<typeof FileQuery>; body: Buffer }) => {
    return { creditor: query.creditor, fileName: query.file, bytes: body, now: await deps.now() };
  };
  const params = z.strictObject({ agency: code });
  const returns = { ...upload, params, summary: 'The return file of an agency, as it came' };
  api.post('/v1/agency-returns/:agency', { schema: returns, bodyLimit: MAX_FILE_BYTES }, async (request) => {
    const file = { ...(await fileOf(request)), agency: request.params.agency };
    const { nudge, ...taken } = await ingestAgencyReturn(deps.db, file);
    await deps.nudge(nudge);
    return taken;
  });
  const contacts = { ...upload, params, summary: 'What an agency did with its permits for a day, as it came' };
  api.post('/v1/contact-returns/:agency', { schema: contacts, bodyLimit: MAX_FILE_BYTES }, async (request) =>
    ingestContactReturn(deps.db, { ...(await fileOf(request)), agency: request.params.agency }),
  );
  const answers = {
    ...upload,
    params: z.strictObject({ bureau: code }),
    summary: "A bureau's answer to a file of ours, as it came",
  };
  api.post('/v1/bureau-answers/:bureau', { schema: answers, bodyLimit: MAX_FILE_BYTES }, async (request) => {
    const file = { ...(await fileOf(request)), bureau: request.params.bureau };
    const { nudge, ...taken } = await ingestBureauAnswer(deps.db, file);
    await deps.nudge(nudge);
    return taken;
  });
  addStatements(api, deps);
  addBookAnswers(api, deps);
  const imports = {
    summary: "The lender's book, or the parties or features beside it, as CSV (docs/import-format.md)",
    querystring: ImportQuery,
    body: FileBody,
    consumes: FILE_TYPES,
  };
  api.post('/v1/imports', { schema: imports, bodyLimit: MAX_FILE_BYTES }, async (request) =>
    ingestImport(deps, request.body, request.query),
  );
}

/** Statements and advices of banks. */
function addStatements(api: Api, { db, nudge, now }: ApiDeps): void {
  const querystring = FileQuery.extend({
    mapping: z.string().max(20_000).optional().describe('how the columns of a CSV are read: its mapping as JSON'),
  });
  const schema = {
    summary: "A statement or advice of a creditor's bank, as it came (docs/bank-statements.md)",
    ...{ querystring, body: FileBody, consumes: FILE_TYPES, response: { 200: BankStatementView } },
  };
  api.post('/v1/bank-statements', { schema, bodyLimit: MAX_FILE_BYTES }, async ({ query, body }) => {
    const mapping = query.mapping === undefined ? null : readMapping(query.mapping);
    const file = { creditor: query.creditor, fileName: query.file, bytes: body, now: await now() };
    return takeStatement(db, { ...file, mapping }, { now, nudge });
  });
}

/** Answers of the lender's book to instructions. */
function addBookAnswers(api: Api, { db, nudge, now }: ApiDeps): void {
  const taken = z.object({ rows: z.number(), confirmed: z.number(), rejected: z.number(), repeated: z.number() });
  const schema = {
    summary: "What the lender's book answers to instructions, as it came (docs/book-instructions.md)",
    ...{ querystring: FileQuery, body: FileBody, consumes: FILE_TYPES, response: { 200: taken } },
  };
  api.post('/v1/book-answers', { schema, bodyLimit: MAX_FILE_BYTES }, async ({ query, body }) => {
    const file = { creditor: query.creditor, bytes: body, now: await now() };
    const { nudge: nudged, ...answers } = await takeBookAnswers(db, file);
    await nudge(nudged);
    return answers;
  });
}

/** Throws `file-refused` with every fault of the mapping. */
function readMapping(text: string): BankMapping {
  const remedy = 'docs/bank-statements.md describes a mapping; docs/examples/bank-mapping.json is one.';
  try {
    const parsed = BankMapping.safeParse(parseStrictBytes(Buffer.from(text)));
    if (parsed.success) return parsed.data;
    const faults = faultsOf(parsed.error);
    throw new Problem('file-refused', { reason: `the mapping: ${showFaults(faults)}`, remedy }, { cause: faults });
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw new Problem('file-refused', { reason: `the mapping ${error.message}`, remedy });
  }
}

async function ingestImport(
  deps: ApiDeps,
  bytes: Buffer,
  { as, complete, strict, dryRun, kind }: z.output<typeof ImportQuery>,
) {
  const inspected = await inspectBook(() => Readable.from([bytes]), kind);
  if ('faults' in inspected) throw bookRefused(inspected.faults);
  const refused: Refusal[] = [];
  const options: ImportOptions = {
    now: await deps.now(),
    stages: stageNames(deps.rulebook),
    sender: as,
    complete,
    strict,
    dryRun,
    onRefused: (refusals) => {
      refused.push(...refusals.slice(0, MAX_REFUSALS - refused.length));
    },
  };
  const summary = await importLenderFile(deps.pool, inspected.source, options);
  return {
    ...summary,
    refusals: refused.map((refusal) => ({
      ...refusal,
      sentence: BOOK_FAULTS[refusal.code].sentence,
      remedy: BOOK_FAULTS[refusal.code].remedy,
    })),
  };
}

function bookRefused(faults: readonly BookFault[]): Problem {
  const words = faults
    .map((fault) => `${fault.column === '' ? `row ${fault.row}` : fault.column}: ${BOOK_FAULTS[fault.code].sentence}`)
    .join(' ');
  const remedy = faults.map((fault) => BOOK_FAULTS[fault.code].remedy).join(' ');
  const pointers = faults.map((fault) => ({
    pointer: `/${fault.row}/${fault.column}`,
    words: BOOK_FAULTS[fault.code].sentence,
  }));
  return new Problem('file-refused', { reason: words.replace(/\.$/, ''), remedy }, { cause: pointers });
}
