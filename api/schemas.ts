/** Parts of requests that several routes take. */
import { z } from 'zod';
import { CHANNELS } from '../domain/channels.ts';
import { PlanNumber } from '../domain/contracts/agreement.ts';
import { line } from '../domain/contracts/event.ts';
import { StrategyId } from '../domain/contracts/strategy-view.ts';

/** The person who answers for the request. */
export const Name = line(80).trim().min(1);

/** `%20` at the start or end is not a typing slip here. */
const part = (most: number) => line(most).refine((text) => text === text.trim(), 'no blanks around it');
export const AccountPath = z.strictObject({ creditor: part(40), number: part(64) });
export const PlanPath = AccountPath.extend({ plan: PlanNumber });
export const CreditorPath = z.strictObject({ creditor: part(40) });
export const TaskPath = z.strictObject({ no: z.coerce.number().int().min(1) });
export const BankLinePath = z.strictObject({ line: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
export const InstructionPath = z.strictObject({ no: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
export const RestartPath = z.strictObject({ batch: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
export const ExperimentPath = z.strictObject({ name: part(40) });
export const VersionPath = z.strictObject({ version: part(64) });
export const StrategyPath = z.strictObject({ id: StrategyId });
/** An effect, a file or a move. */
export const IdPath = z.strictObject({ id: z.uuid() });
export const Lane = z.enum(CHANNELS);
export const LanePath = z.strictObject({ lane: Lane });

/** Content types of uploaded files. */
export const FILE_TYPES = [
  'text/csv',
  'application/octet-stream',
  'application/x-ndjson',
  'text/plain',
  'application/xml',
  'text/xml',
];
/** Larger books go through `arrears import`, which reads from disk. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;
export const FileBody = z
  .custom<Buffer>((value) => Buffer.isBuffer(value) && value.length > 0, `must be a file (${FILE_TYPES.join(', ')})`)
  .meta({ type: 'string', format: 'binary', description: 'The file as it is' });
