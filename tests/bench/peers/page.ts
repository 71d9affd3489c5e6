/** The page docs/peers.md, written from the figures of a run. */

export interface PeerTable {
  systems: {
    system: string;
    perWorkers: { workers: number; perSecond: number; cpuMs: number }[];
    /** Calls made again after a kill. */
    repeated: number;
  }[];
  ratios: { over: string; workers: number; value: number }[];
}
export interface Measured {
  accounts: number;
  rounds: number;
  cores: number;
  memoryGb: number;
  /** By package or server. */
  versions: Readonly<Record<string, string>>;
}

interface Description {
  /** Package that has the version. */
  of: string | null;
  how: string;
  retry: string;
}
const DESCRIPTIONS: Readonly<Record<string, Description>> = {
  arrears: {
    of: null,
    how: 'as shipped: queue in Postgres, one transaction for many claims, permits, letters, and results',
    retry: 'after the lease of 30 seconds the outbox is asked; what it has is not sent again',
  },
  'pg-boss': {
    of: 'pg-boss',
    how: 'four fetches of 20 jobs side by side, without a pause while batches are full; each job writes its own rows',
    retry: 'after 15 minutes (`expireInSeconds`)',
  },
  'pg-boss-sets': {
    of: 'pg-boss',
    how: 'four fetches of 100 jobs side by side; the rows of a batch are written by one statement',
    retry: 'as above',
  },
  'graphile-worker': {
    of: 'graphile-worker',
    how: '20 jobs at once, a local queue of 100, completions gathered for 250 ms',
    retry: 'after 4 hours, looked at when a worker starts',
  },
  bullmq: {
    of: 'bullmq',
    how: '20 jobs at once, ended jobs removed; Redis with an append-only file, flushed every second',
    retry: 'after 30 to 60 seconds',
  },
};

const rounded = (value: number): string => (value >= 100 ? String(Math.round(value)) : value.toFixed(2));
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export function peersPage({ systems, ratios }: PeerTable, measured: Measured): string {
  const { accounts, rounds, cores, memoryGb, versions } = measured;
  const describe = (system: string) => DESCRIPTIONS[system] as Description;
  const rates = systems.map(({ system, perWorkers, repeated }) =>
    row([
      system,
      ...perWorkers.map(({ perSecond }) => rounded(perSecond)),
      ...perWorkers.map(({ cpuMs }) => rounded(cpuMs)),
      String(repeated),
    ]),
  );
  const named = systems.map(({ system }) => {
    const { of, how, retry } = describe(system);
    return row([system, of === null ? 'this one' : (versions[of] ?? 'unknown'), how, retry]);
  });
  const compared = ratios.map(({ over, workers, value }) => row([over, String(workers), rounded(value)]));
  return `# Arrears and job queues

Made by \`npm run bench -- peers\`. What a collections team could use instead does the same work on the same machine, one system after another: ${accounts} items
that are due at once. Rounds: ${rounds}; each figure is their median.

| system | effects/s, 1 worker | 2 workers | CPU ms an effect, 1 worker | 2 workers | calls repeated after a kill |
|---|---|---|---|---|---|
${rates.join('\n')}

Arrears over pg-boss, effects a second, median of the ratios of each round:

| over | workers | ratio |
|---|---|---|
${compared.join('\n')}

## What an item is

Decide by \`domain/decide.ts\` on the facts of one account; write a row with the verdict and its reasons; write the letter; place the e-mail in the
product's own outbox; record the result. Rows are committed to disk before the call and after it (Postgres with fsync and synchronous_commit). The outbox
flushes no single mail, and knows the key of each.

The jobs of a peer are in its queue, and its workers connected, before the time begins. Its items have their facts in memory. Arrears finds what is due, reads
the facts of each account, decides on them, looks for other accounts of the person, keeps the letter, and records more: dispatch, path, lease. It is the
benchmark \`backlog\` with the outbox. Its invariants hold after each run.

| system | version | how it is used | jobs of a dead worker are retried |
|---|---|---|---|
${named.join('\n')}

pg-boss stands twice, since its batches can be used in two ways: a job for itself, or all jobs of a batch together. The second is faster, and a crash repeats
more.

**A kill**: one of two workers gets kill -9 when 40 % of the items are done. A call that is made again for an item counts, though the outbox recognises its
key and keeps one mail; another provider would send twice. A peer retries by its defaults; where these are minutes or hours, its rows are moved back by that
time, and a new worker starts.

**CPU** is what the operating system counts for the worker processes, Postgres and Redis. The Temporal server is not counted: a backlog
gives it nothing to do.

Machine: ${cores} cores, ${memoryGb} GB, shared by all processes. Node ${versions['node']}, Postgres ${versions['postgres']}, Redis ${versions['redis']}. Runs of the same
system differ by a third on a shared machine. pg-boss asks for Node 22.12; it ran on the version above.
`;
}
