/** The connection to Temporal: opening workflows, nudging them, search attributes. */
import {
  Client,
  Connection,
  isGrpcServiceError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/client';
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

/** Signals sent in parallel. */
const AT_ONCE = 20;

/**
 * Where loops run. After the takeover seconds (wall time) a loop's task goes to another worker; default: Temporal's
 * own.
 */
export interface LoopsConfig {
  ARREARS_TASK_QUEUE: string;
  ARREARS_TAKEOVER_SECONDS?: number;
}

async function signalWithStart(
  client: Client,
  config: LoopsConfig,
  workflow: 'account' | 'cycle',
  ids: readonly string[],
): Promise<void> {
  const { ARREARS_TASK_QUEUE: taskQueue, ARREARS_TAKEOVER_SECONDS: seconds } = config;
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    await Promise.all(
      ids.slice(from, from + AT_ONCE).map((id) =>
        client.workflow.signalWithStart(workflow, {
          workflowId: `${workflow}-${id}`,
          taskQueue,
          ...(seconds === undefined ? {} : { workflowTaskTimeout: seconds * 1000 }),
          args: [id],
          signal: 'nudge',
          signalArgs: [],
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        }),
      ),
    );
  }
}

/**
 * Signals "evaluate again" and starts the workflow of an account that has none. A failure loses nothing: the sweep
 * nudges again.
 */
export const nudgeAccounts = (client: Client, config: LoopsConfig, accountIds: readonly string[]): Promise<void> =>
  signalWithStart(client, config, 'account', accountIds);
export const nudgeCycles = (client: Client, config: LoopsConfig, cycleIds: readonly string[]): Promise<void> =>
  signalWithStart(client, config, 'cycle', cycleIds);
