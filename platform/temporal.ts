/** The connection to Temporal: opening workflows, nudging them, search attributes. */
import {
  Client,
  Connection,
  isGrpcServiceError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { WitnessedMark } from '../domain/contracts/loop.ts';
import { Problem } from '../domain/problems.ts';

/** Keyword search attributes: creditor, stage, health. Nothing personal. */
export const SEARCH_ATTRIBUTES = ['creditor', 'stage', 'health'] as const;
const KEYWORD = 2;

export interface TemporalConfig {
  TEMPORAL_ADDRESS: string;
  TEMPORAL_NAMESPACE: string;
}

const NOT_FOUND = 5;

/**
 * Connects to Temporal. Throws Problem `temporal-unreachable` with the address tried, or `temporal-namespace-missing`.
 */
export async function openTemporal({
  TEMPORAL_ADDRESS: address,
  TEMPORAL_NAMESPACE: namespace,
}: TemporalConfig): Promise<Client> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: '10s' });
    await connection.workflowService.describeNamespace({ namespace });
    return new Client({ connection, namespace });
  } catch (error) {
    await connection?.close();
    if (isGrpcServiceError(error) && error.code === NOT_FOUND)
      throw new Problem('temporal-namespace-missing', { address, namespace }, { cause: error });
    throw new Problem('temporal-unreachable', { address }, { cause: error });
  }
}

/** Registers missing search attributes. */
export async function ensureSearchAttributes(client: Client): Promise<void> {
  const namespace = client.options.namespace;
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  const missing = SEARCH_ATTRIBUTES.filter((name) => !(name in customAttributes));
  if (missing.length === 0) return;
  await client.connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
  });
}

/** Calls made in parallel. */
const AT_ONCE = 20;

/**
 * Where loops run. After the takeover seconds (wall time) a loop's task goes to another worker; default: Temporal's
 * own.
 */
export interface LoopsConfig {
  ARREARS_TASK_QUEUE: string;
  ARREARS_TAKEOVER_SECONDS?: number;
}

const workflowIdOf = (workflow: 'account' | 'cycle' | 'witness', id: string): string => `${workflow}-${id}`;

/** What every signal-with-start here has in common. */
function startOptions({ ARREARS_TASK_QUEUE: taskQueue, ARREARS_TAKEOVER_SECONDS: seconds }: LoopsConfig) {
  return {
    taskQueue,
    ...(seconds === undefined ? {} : { workflowTaskTimeout: seconds * 1000 }),
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
  };
}

async function eachAtOnce(ids: readonly string[], act: (id: string) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < ids.length; from += AT_ONCE)
    await Promise.all(ids.slice(from, from + AT_ONCE).map((id) => act(id)));
}

const signalWithStart = (
  client: Client,
  config: LoopsConfig,
  workflow: 'account' | 'cycle',
  ids: readonly string[],
): Promise<void> =>
  eachAtOnce(ids, (id) =>
    client.workflow.signalWithStart(workflow, {
      ...startOptions(config),
      workflowId: workflowIdOf(workflow, id),
      args: [id],
      signal: 'nudge',
      signalArgs: [],
    }),
  );

/**
 * Signals "evaluate again" and starts the workflow of an account that has none. A failure loses nothing: the sweep
 * nudges again.
 */
export const nudgeAccounts = (client: Client, config: LoopsConfig, accountIds: readonly string[]): Promise<void> =>
  signalWithStart(client, config, 'account', accountIds);
export const nudgeCycles = (client: Client, config: LoopsConfig, cycleIds: readonly string[]): Promise<void> =>
  signalWithStart(client, config, 'cycle', cycleIds);

/** Of these accounts, those whose workflow does not run. */
export async function findMissingLoops(client: Client, accountIds: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  await eachAtOnce(accountIds, async (id) => {
    if (!(await isRunning(client, workflowIdOf('account', id)))) missing.push(id);
  });
  return missing;
}

async function isRunning(client: Client, workflowId: string): Promise<boolean> {
  try {
    return (await client.workflow.getHandle(workflowId).describe()).status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** Tells the witness a mark of the database; starts it where it is missing. */
export async function tellWitness(client: Client, config: LoopsConfig, mark: WitnessedMark): Promise<void> {
  await client.workflow.signalWithStart('witness', {
    ...startOptions(config),
    workflowId: workflowIdOf('witness', config.ARREARS_TASK_QUEUE),
    args: [],
    signal: 'tell',
    signalArgs: [mark],
  });
}

/** The marks that the witness was told; none when nobody has told it any. A worker must be polling. */
export async function askWitness(client: Client, config: LoopsConfig): Promise<WitnessedMark[]> {
  const handle = client.workflow.getHandle(workflowIdOf('witness', config.ARREARS_TASK_QUEUE));
  try {
    return await handle.query<WitnessedMark[]>('told');
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return [];
    throw error;
  }
}
