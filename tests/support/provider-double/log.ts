/**
 * The provider's own log: one JSON line per event, on disk before the caller gets an answer. It outlives the process,
 * and tests trust it.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface LogLine {
  /** Wall time, ISO. */
  at: string;
  protocol: 'http' | 'smtp';
  event: 'accepted' | 'repeated' | 'refused' | 'busy' | 'asked' | 'receipt';
  key: string | null;
  covers?: readonly string[];
  notAfter?: string;
  bodySha256?: string;
  reason?: string;
}
const fileOf = (dir: string): string => join(dir, 'log.jsonl');

/** Reads a log, even of a killed provider: a truncated last line was never answered. */
export function readProviderLog(dir: string): LogLine[] {
  if (!existsSync(fileOf(dir))) return [];
  const lines = readFileSync(fileOf(dir), 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as LogLine);
}

export class ProviderLog {
  /** Accepted messages by protocol and key. */
  private readonly taken = new Map<string, LogLine>();
  private readonly file: number;

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true });
    for (const line of readProviderLog(dir)) this.remember(line);
    this.file = openSync(fileOf(dir), 'a');
  }

  append(line: Omit<LogLine, 'at'>): void {
    const whole: LogLine = { at: new Date().toISOString(), ...line };
    writeSync(this.file, `${JSON.stringify(whole)}\n`);
    fsyncSync(this.file);
    this.remember(whole);
  }
  private remember(line: LogLine): void {
    if (line.event === 'accepted') this.taken.set(`${line.protocol} ${line.key}`, line);
  }

  accepted(protocol: LogLine['protocol'], key: string): LogLine | undefined {
    return this.taken.get(`${protocol} ${key}`);
  }
  all(protocol: LogLine['protocol']): LogLine[] {
    return [...this.taken.values()].filter((line) => line.protocol === protocol);
  }
  close(): void {
    closeSync(this.file);
  }
}
