/** The engine's output as its receivers read it: letters and SMS as files, manifests with the files they list. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { WrittenChannel } from '../../domain/channels.ts';
import type { CalendarDate } from '../calendar.ts';

/** A message in a mailbox or on a phone. */
export interface Letter {
  channel: WrittenChannel;
  /** Date of its folder. */
  on: CalendarDate;
  path: string;
  key: string;
  to: string;
  /** Account numbers named in the message. */
  accounts: string[];
}

const ACCOUNT = /\bC-\d+\b/g;

function readLetter(channel: WrittenChannel, on: CalendarDate, path: string): Letter {
  const text = readFileSync(path, 'utf8');
  // Soft line breaks of quoted-printable may split an account number.
  const whole = channel === 'email' ? text.replace(/=\r?\n/g, '') : text;
  const header = (name: string): string => new RegExp(`^${name}: *(.*?)\\r?$`, 'im').exec(text)?.[1] ?? '';
  return {
    channel,
    on,
    path,
    key: header(channel === 'email' ? 'X-Arrears-Key' : 'Key'),
    to: /<([^>]+)>/.exec(header('To'))?.[1] ?? header('To'),
    accounts: [...new Set(whole.match(ACCOUNT) ?? [])],
  };
}

const listFolder = (path: string): string[] => {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
};

/** Reads each message once. */
export class Mailboxes {
  private readonly seen = new Set<string>();
  constructor(private readonly outbox: string) {}

  /** Messages of these days that were not read before, ordered by name. */
  read(days: readonly CalendarDate[]): Letter[] {
    return (['email', 'sms'] as const).flatMap((channel) =>
      days.flatMap((on) => {
        const folder = join(this.outbox, channel, on);
        const fresh = listFolder(folder).filter(
          (name) => /\.(eml|txt)$/.test(name) && !name.startsWith('.') && !this.seen.has(join(folder, name)),
        );
        return fresh.map((name) => {
          this.seen.add(join(folder, name));
          return readLetter(channel, on, join(folder, name));
        });
      }),
    );
  }
}

export interface HandedOver {
  /** `placement`, `update`, `recall` or `bureau-month`. */
  kind: string;
  manifest: string;
  /** Path of the CSV file. */
  file: string;
  sha256: string;
  month: string;
  rows: Record<string, string>[];
}

interface Manifest {
  kind: string;
  count: number;
  files: { name: string; bytes: number; sha256: string }[];
}

/** Removes the apostrophe that protects a cell from being executed by a spreadsheet. */
const plain = (cell: string): string => (/^'[=+\-@\t\r']/.test(cell) ? cell.slice(1) : cell);

function readHandedOver(path: string): HandedOver {
  const manifest: Manifest = JSON.parse(readFileSync(path, 'utf8'));
  const named = manifest.files.find((file) => file.name.endsWith('.csv'));
  const file = join(dirname(path), named?.name ?? '');
  const bytes = readFileSync(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const rows: Record<string, string>[] = parse(bytes, { columns: true, cast: plain });
  if (sha256 !== named?.sha256 || rows.length !== manifest.count) throw new Error(`${path} does not fit its file`);
  return { kind: manifest.kind, manifest: path, file, sha256, month: path.split('/').at(-2) ?? '', rows };
}

/** Reads each manifest of a receiver once, together with its file. Throws if the two do not match. */
export class Inbox {
  private readonly seen = new Set<string>();
  constructor(private readonly folder: string) {}

  /** Files below these subfolders (dates or months) that were not read before. */
  read(subfolders: readonly string[]): HandedOver[] {
    return subfolders.flatMap((sub) => {
      const folder = join(this.folder, sub);
      if (!existsSync(folder)) return [];
      const fresh = listFolder(folder).filter(
        (name) => name.endsWith('.manifest.json') && !this.seen.has(join(folder, name)),
      );
      return fresh.map((name) => {
        this.seen.add(join(folder, name));
        return readHandedOver(join(folder, name));
      });
    });
  }
}
