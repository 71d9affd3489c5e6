/** What holds for every bad input: refused by its code, nothing written, nothing personal in the answer or the log. */
import { expect } from '@jest/globals';
import type { ProblemCode } from '../../domain/problems.ts';
import { CANARIES } from '../fixtures/bad-input/canary.ts';
import type { TestDatabase } from './database.ts';
import { printTables, type TablePrints } from './table-prints.ts';

export interface Expected {
  status: number;
  code: ProblemCode;
  /** JSON pointer of one of the faults. */
  at?: string | undefined;
}

/** Nothing of the canaries is in a text. */
export function expectSilent(text: string): void {
  for (const canary of CANARIES) expect(text).not.toContain(canary);
}

/** Problem details with the code, and the pointer where one is expected. */
export function expectRefusal(answer: { status: number; body: string }, { status, code, at }: Expected): void {
  const details = answer.body.startsWith('{')
    ? (JSON.parse(answer.body) as { code?: string; faults?: { pointer: string }[] })
    : {};
  const named = at === undefined ? undefined : (details.faults ?? []).map(({ pointer }) => pointer);
  expect({ status: answer.status, code: details.code, at: named?.find((pointer) => pointer === at) ?? named }).toEqual({
    status,
    code,
    at,
  });
  expect(details).toMatchObject({
    type: `urn:arrears:problem:${code}`,
    remedy: expect.stringMatching(/\S/),
    retry: expect.any(Boolean),
  });
  expectSilent(answer.body);
}

/** Holds the tables against what they were: `but` names those that keep a refusal on purpose. */
export class Untouched {
  private prints: TablePrints = {};
  private current = false;
  private readonly database: TestDatabase;
  private readonly but: readonly string[];

  constructor(database: TestDatabase, but: readonly string[] = []) {
    this.database = database;
    this.but = but;
  }

  /** What stands there now is as it shall stay. */
  async remember(): Promise<void> {
    this.prints = await printTables(this.database.db, this.but);
  }

  async check(): Promise<void> {
    const before = this.prints;
    await this.remember();
    this.current = true;
    expect(this.prints).toEqual(before);
  }

  /** After each test: a row that was taken by mistake must not fail the rows below it. */
  async settle(): Promise<void> {
    if (!this.current) await this.remember();
    this.current = false;
  }
}
