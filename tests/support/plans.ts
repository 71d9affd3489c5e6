/** Plans of statements as Postgres ran them, read from auto_explain. */

import type { Kysely } from 'kysely';
import type pg from 'pg';
import { openDatabase } from '../../db/database.ts';
import type { Database } from '../../db/schema.ts';
import { openPool } from '../../platform/pool.ts';

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Plan Rows': number;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}
/** A statement with its plan. */
export interface RanPlan {
  text: string;
  nodes: PlanNode[];
}
export interface PlanWatch {
  db: Kysely<Database>;
  plans: RanPlan[];
  close(): Promise<void>;
}

const EXPLAIN = `
  load 'auto_explain';
  set auto_explain.log_min_duration = 0;
  set auto_explain.log_analyze = on;
  set auto_explain.log_timing = off;
  set auto_explain.log_format = json;
  set auto_explain.log_level = notice`;

/** Opens the database as a worker does, and keeps the plan of each statement. */
export function watchPlans(url: string): PlanWatch {
  const plans: RanPlan[] = [];
  const pool = openPool(url, { size: 4, byIndex: true });
  pool.on('connect', (client: pg.PoolClient) => {
    client.on('notice', ({ message = '' }) => {
      const json = /plan:\s*(\{[\s\S]*)$/.exec(message)?.[1];
      if (json === undefined) return;
      const { 'Query Text': text, Plan } = JSON.parse(json) as { 'Query Text': string; Plan: PlanNode };
      plans.push({ text, nodes: nodesOf(Plan) });
    });
    client.query(EXPLAIN).catch(() => undefined);
  });
  const db = openDatabase(pool);
  return { db, plans, close: () => db.destroy() };
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

/** Scans of whole tables, as `table: statement`. */
export function wholeScans(plans: readonly RanPlan[], tables: readonly string[]): string[] {
  return plans.flatMap(({ text, nodes }) =>
    nodes
      .filter((node) => node['Node Type'] === 'Seq Scan' && tables.includes(node['Relation Name'] ?? ''))
      .map((node) => `${node['Relation Name']}: ${text.trim().slice(0, 200)}`),
  );
}

/** Reads that dropped more than `most` rows, by statement: an index that does not lead to what is asked for. */
export function idleReads(plans: readonly RanPlan[], most: number): string[] {
  return readsOf(plans, (node) => (node['Rows Removed by Filter'] ?? 0) * node['Actual Loops'] > most);
}

/** Reads that found more than `times` the rows that were expected: what is planned on top of them is planned wrong. */
export function lowEstimates(plans: readonly RanPlan[], times: number): string[] {
  return readsOf(plans, (node) => node['Actual Rows'] > times * Math.max(node['Plan Rows'], 1));
}

function readsOf(plans: readonly RanPlan[], isWrong: (node: PlanNode) => boolean): string[] {
  return plans.flatMap(({ text, nodes }) =>
    nodes
      .filter((node) => node['Relation Name'] !== undefined && isWrong(node))
      .map(
        (node) =>
          `${node['Node Type']} of ${node['Relation Name']}: ${node['Plan Rows']} rows expected, ` +
          `${node['Actual Rows']} found, ${node['Rows Removed by Filter'] ?? 0} dropped: ${text.trim().slice(0, 200)}`,
      ),
  );
}
