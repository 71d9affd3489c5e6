/** The credit bureau. It reads each month's file and answers it; from its first file it rejects one record. */
import { join } from 'node:path';
import { draw } from '../../simulation/behaviour/draw.ts';
import type { Moment } from '../calendar.ts';
import { CREDITOR } from '../portfolio.ts';
import { Refused } from './api-client.ts';
import { type HandedOver, Inbox } from './outbox.ts';
import { countRefusal, type DemoWorld, saveCopy } from './world.ts';

export interface Bureau {
  code: string;
  inbox: Inbox;
  /** Account whose record was rejected. */
  rejected: string | null;
  months: { month: string; manifest: string; answer: string }[];
}

export function openBureau(outbox: string, code: string): Bureau {
  return { code, inbox: new Inbox(join(outbox, 'bureau', code)), rejected: null, months: [] };
}

export async function answerBureau(world: DemoWorld, { date }: Moment, bureau: Bureau): Promise<void> {
  for (const file of bureau.inbox.read(monthsAround(date))) {
    const name = `answer-${file.sha256.slice(0, 12)}.csv`;
    const answer = answerTo(world, bureau, file);
    bureau.months.push({
      month: file.month,
      manifest: file.manifest,
      answer: saveCopy(world, bureau.code, name, answer),
    });
    try {
      await world.api.sendFile(`/v1/bureau-answers/${bureau.code}?creditor=${CREDITOR}&file=${name}`, answer);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      countRefusal(world, `bureau answer ${error.code}`);
    }
  }
}

/** This month and the previous one. */
function monthsAround(date: string): string[] {
  const [year = 0, month = 1] = date.split('-').map(Number);
  const before = new Date(Date.UTC(year, month - 2, 1)).toISOString().slice(0, 7);
  return [before, date.slice(0, 7)];
}

function answerTo(world: DemoWorld, bureau: Bureau, { rows, sha256, month }: HandedOver): string {
  const chosen =
    bureau.rejected === null ? [...rows].sort((a, b) => chance(world, a) - chance(world, b))[0] : undefined;
  if (chosen) bureau.rejected = chosen['account'] ?? null;
  const lines = chosen ? [`${chosen['account']},${chosen['month']},person not identified,,`] : [];
  const end = `#end,${month},${lines.length},${rows.length},${sha256}`;
  return `${['account,month,reason,received,file_sha256', ...lines, end].join('\r\n')}\r\n`;
}

const chance = ({ seed }: DemoWorld, row: Record<string, string>): number =>
  draw(seed, row['account'] ?? '', 0, 'bureau rejects');
