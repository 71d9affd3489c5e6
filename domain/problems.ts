/**
 * Every error that a person or a program may meet, in one table: code -> HTTP status, retry or not, sentence, remedy.
 */

import { AGREEMENT_PROBLEMS } from './agreements/problem-rows.ts';
import { PLAN_PROBLEMS } from './money/plan/problem-rows.ts';
import { MONEY_PROBLEMS } from './money/problem-rows.ts';
import { EXPERIMENT_PROBLEMS } from './strategy/experiment/problem-rows.ts';
import { STRATEGY_PROBLEMS } from './strategy/problem-rows.ts';
import { SCORE_PROBLEMS } from './strategy/score/problem-rows.ts';
import { WORK_PROBLEMS } from './worklist/problem-rows.ts';

interface Row {
  status: number;
  /** The same request may succeed later without a change. */
  retry: boolean;
  /** `{name}` is filled in from the problem's particulars, which never hold personal values. */
  sentence: string;
  remedy: string;
}

const PROBLEMS = {
  'nothing-runs-here': {
    status: 503,
    retry: true,
    sentence: 'Nothing runs here.',
    remedy: 'Start it with: npx arrears dev',
  },
  'database-unreachable': {
    status: 503,
    retry: true,
    sentence: 'No Postgres answers at {address}.',
    remedy: 'Check DATABASE_URL, or leave it out to use the built-in server.',
  },
  'database-too-old': {
    status: 500,
    retry: false,
    sentence: 'Postgres at {address} is version {version}; 15 or later is needed.',
    remedy: 'Upgrade the server or point DATABASE_URL at another.',
  },
  'too-many-connections': {
    status: 500,
    retry: false,
    sentence: 'The configured processes may open {wanted} connections, the server allows {allowed}.',
    remedy: 'Lower DATABASE_POOL_SIZE or raise max_connections.',
  },
  'redis-unreachable': {
    status: 503,
    retry: true,
    sentence: 'No Redis answers at {address}.',
    remedy: 'Check REDIS_URL, or leave it out to keep the queue in Postgres.',
  },
  'redis-policy': {
    status: 500,
    retry: false,
    sentence: 'Redis at {address} has maxmemory-policy {policy}: it could drop queued work.',
    remedy: 'Set maxmemory-policy to noeviction.',
  },
  'redis-too-old': {
    status: 500,
    retry: false,
    sentence: 'Redis at {address} is version {version}; 7 or later is needed.',
    remedy: 'Upgrade Redis or leave REDIS_URL out.',
  },
  'temporal-unreachable': {
    status: 503,
    retry: true,
    sentence: 'No Temporal server answers at {address}.',
    remedy: 'Check TEMPORAL_ADDRESS, or leave it out to start a local one.',
  },
  'temporal-namespace-missing': {
    status: 500,
    retry: false,
    sentence: 'The Temporal server at {address} has no namespace {namespace}.',
    remedy: 'Create it: temporal operator namespace create --namespace {namespace}, or correct TEMPORAL_NAMESPACE.',
  },
  'temporal-binary-missing': {
    status: 500,
    retry: false,
    sentence: 'No Temporal server binary was found or could be made: {reason}.',
    remedy: 'Install Go 1.25 or later, allow downloads, or set TEMPORAL_CLI_PATH.',
  },
  'port-taken': {
    status: 500,
    retry: false,
    sentence: 'The API cannot listen on {host}:{port}: the port is taken or not allowed.',
    remedy: 'End what listens there, or set PORT to another one; 0 takes any that is free.',
  },
  'configuration-invalid': {
    status: 500,
    retry: false,
    sentence: 'The configuration has {count} fault(s): {faults}',
    remedy: 'Correct them; docs/configuration.md lists every setting.',
  },
  'rules-refused': {
    status: 500,
    retry: false,
    sentence: 'The file of ARREARS_RULES was refused: {faults}',
    remedy:
      'Correct it; docs/rules.schema.json describes a file of rules, docs/examples/rules.json is the one that ships.',
  },
  'pack-changed': {
    status: 500,
    retry: false,
    sentence: 'Pack {pack} {version} has changed without a new version: other rules judged under this name.',
    remedy: 'Raise the version of the pack, or run the release or the file that was used before.',
  },
  'unknown-version': {
    status: 404,
    retry: false,
    sentence: "There is no version {version} of the lender's own rules.",
    remedy: 'npx arrears law versions shows them.',
  },
  'unknown-restart': {
    status: 404,
    retry: false,
    sentence: 'There is no bulk restart {batch}.',
    remedy: 'npx arrears restart shows them.',
  },
  'strategy-unusable': {
    status: 500,
    retry: false,
    sentence: 'This release cannot use the strategy {strategy}, which accounts may follow.',
    remedy: 'Start the release that published it; move its accounts and retire it (docs/strategies.md); then upgrade.',
  },
  'unknown-move': {
    status: 404,
    retry: false,
    sentence: 'There is no move {move} of accounts.',
    remedy: 'npx arrears strategy moves shows them.',
  },
  'schema-too-new': {
    status: 500,
    retry: false,
    sentence: 'The database was written by a newer release (decider {found}, this one is {own}).',
    remedy: 'Upgrade this process.',
  },
  'unknown-account': {
    status: 404,
    retry: false,
    sentence: 'There is no account {account}.',
    remedy: 'Write it as creditor/number; npx arrears list shows the accounts.',
  },
  'ambiguous-account': {
    status: 409,
    retry: false,
    sentence: 'More than one creditor has an account {account}.',
    remedy: 'Write it as creditor/number.',
  },
  'unknown-person': {
    status: 404,
    retry: false,
    sentence: 'There is no person {person} at this creditor.',
    remedy: 'Check the number in the import file.',
  },
  'unknown-creditor': {
    status: 422,
    retry: false,
    sentence: 'There is no creditor {creditor}.',
    remedy: 'Add it first: npx arrears creditor add FILE',
  },
  'unknown-evidence': {
    status: 404,
    retry: false,
    sentence: 'There is no evidence file {evidence}.',
    remedy: 'npx arrears evidence list ACCOUNT shows the files of an account.',
  },
  'unknown-task': {
    status: 404,
    retry: false,
    sentence: 'There is no task {task}.',
    remedy: 'npx arrears tasks shows the open ones.',
  },
  'task-ended': {
    status: 409,
    retry: false,
    sentence: 'Task {task} has ended: {reason}.',
    remedy: 'Nothing more is to be done for it; npx arrears tasks shows the open ones.',
  },
  'unknown-effect': {
    status: 404,
    retry: false,
    sentence: 'There is no effect {effect}.',
    remedy: 'npx arrears stuck --json shows the ids.',
  },
  'unknown-file': {
    status: 404,
    retry: false,
    sentence: 'There is no refused file {file}.',
    remedy: 'npx arrears stuck --json shows the ids.',
  },
  'unknown-event-type': {
    status: 422,
    retry: false,
    sentence: 'The event type {type} is not known.',
    remedy: 'docs/events.md lists the types.',
  },
  'event-invalid': {
    status: 422,
    retry: false,
    sentence: 'The event is not valid: {faults}',
    remedy: 'Correct the fields named; docs/events.md shows each type.',
  },
  'event-conflict': {
    status: 409,
    retry: false,
    sentence: 'Source {source} already sent id {id} with another body.',
    remedy: 'Use a new id for a new event.',
  },
  'unknown-source': {
    status: 401,
    retry: false,
    sentence: 'The source {source} is not known.',
    remedy: 'Give it a secret in ARREARS_EVENT_SECRETS.',
  },
  'bad-signature': {
    status: 401,
    retry: false,
    sentence: 'The signature does not fit the body.',
    remedy: 'Sign id.timestamp.body with the secret of the source (Standard Webhooks).',
  },
  'fact-invalid': {
    status: 422,
    retry: false,
    sentence: 'The fact {kind} was refused: {faults}',
    remedy: 'Correct the fields named; npx arrears record --help shows each fact.',
  },
  'not-allowed-now': {
    status: 409,
    retry: false,
    sentence: 'This cannot be done now: {reason}.',
    remedy: '{remedy}',
  },
  'own-approval': {
    status: 403,
    retry: false,
    sentence: '{name} asked for this and cannot approve it.',
    remedy: 'A second person must approve.',
  },
  'complained-of': {
    status: 403,
    retry: false,
    sentence: '{name} is complained of and cannot answer this complaint.',
    remedy: 'Somebody else acknowledges and closes it, with --as NAME.',
  },
  'not-a-reviewer': {
    status: 403,
    retry: false,
    sentence: '{name} is no reviewer of this creditor and cannot lift a stop for distress.',
    remedy: 'A reviewer named in careReviewers of the terms of the creditor answers the task.',
  },
  'name-missing': {
    status: 422,
    retry: false,
    sentence: 'This act must carry a name.',
    remedy: 'Add --as NAME.',
  },
  'log-missing': {
    status: 409,
    retry: false,
    sentence: 'Nothing says what left by these lanes after this copy of the database was made: {lanes}.',
    remedy:
      'Give the log of each as a CSV file (key,at,covers): npx arrears release --database --as NAME --log LANE=FILE. Or take the risk that something leaves twice: --no-log LANE.',
  },
  'log-unreadable': {
    status: 503,
    retry: true,
    sentence: 'The lane {lane} could not be asked what left by it.',
    remedy:
      'Mend it and release again; or give its log as a CSV file (key,at,covers): --log {lane}=FILE; or take the risk that something leaves twice: --no-log {lane}.',
  },
  'unknown-reservation': {
    status: 404,
    retry: false,
    sentence: 'This holder has no contact reservation {reservation} with this reference.',
    remedy: 'Send the id that the reservation was answered with, and the holder and reference that asked for it.',
  },
  'not-placed': {
    status: 403,
    retry: false,
    sentence: 'Agency {agency} has no account {account}.',
    remedy: 'Contact nobody about it. An agency reserves for accounts that are placed with it and not yet returned.',
  },
  'not-for-agency': {
    status: 403,
    retry: false,
    sentence: 'An agency may not send {kind}, or not about this account or placement.',
    remedy:
      'Send what docs/contact-reservations.md lists, about accounts that were placed with you; else the lender sends it.',
  },
  'reservation-conflict': {
    status: 409,
    retry: false,
    sentence: 'The reference {reference} names a contact reservation of other content.',
    remedy: 'Use a new reference for each contact.',
  },
  'reservation-reported': {
    status: 409,
    retry: false,
    sentence: 'The contact reservation is {state} already.',
    remedy: 'What was reported stands; a contact more needs a reservation of its own.',
  },
  'evidence-missing': {
    status: 422,
    retry: false,
    sentence: 'The contact reservation has ended; without evidence it counts as an attempt.',
    remedy: 'Send evidence that it was not used, such as the entry of the dialler’s log. If it was used, confirm it.',
  },
  'file-refused': {
    status: 422,
    retry: false,
    sentence: 'The file was refused: {reason}.',
    remedy: '{remedy}',
  },
  'clock-not-simulated': {
    status: 409,
    retry: false,
    sentence: 'The business clock is the wall clock here.',
    remedy: 'Only a demo or a test may move the clock.',
  },
  'invalid-request': {
    status: 422,
    retry: false,
    sentence: 'The request is not valid: {faults}',
    remedy: 'Correct the fields named.',
  },
  'not-found': {
    status: 404,
    retry: false,
    sentence: 'There is nothing at this address.',
    remedy: 'See /openapi.json.',
  },
  'key-reused': {
    status: 422,
    retry: false,
    sentence: 'This Idempotency-Key was used for another request.',
    remedy: 'Use a new key for a new request.',
  },
  'still-running': {
    status: 409,
    retry: true,
    sentence: 'The same request is still running.',
    remedy: 'Wait and ask again.',
  },
  overloaded: {
    status: 503,
    retry: true,
    sentence: 'The database has no room for this now, or does not answer.',
    remedy: 'Send the same again after the seconds of Retry-After, with the same id or Idempotency-Key.',
  },
  unexpected: {
    status: 500,
    retry: true,
    sentence: 'Something unexpected went wrong ({reference}).',
    remedy: 'Look for this reference in the log.',
  },
  ...MONEY_PROBLEMS,
  ...SCORE_PROBLEMS,
  ...STRATEGY_PROBLEMS,
  ...EXPERIMENT_PROBLEMS,
  ...PLAN_PROBLEMS,
  ...AGREEMENT_PROBLEMS,
  ...WORK_PROBLEMS,
} as const satisfies Record<string, Row>;

/** A code of the table; codes are stored and sent, so they stay. */
export type ProblemCode = keyof typeof PROBLEMS;
/** All codes, in the order of the table. */
export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];

function fill(text: string, particulars: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(particulars[name] ?? `{${name}}`));
}

/** An error with a code of the table. `message` is the filled-in sentence; `particulars` must hold nothing personal. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly retry: boolean;
  readonly remedy: string;
  readonly particulars: Readonly<Record<string, string | number>>;

  constructor(code: ProblemCode, particulars: Readonly<Record<string, string | number>> = {}, options?: ErrorOptions) {
    const row: Row = PROBLEMS[code];
    super(fill(row.sentence, particulars), options);
    this.name = 'Problem';
    this.code = code;
    this.status = row.status;
    this.retry = row.retry;
    this.remedy = fill(row.remedy, particulars);
    this.particulars = particulars;
  }
}
