import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Inbox, Mailboxes } from './outbox.ts';

const dir = mkdtempSync(join(tmpdir(), 'arrears-outbox-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function put(name: string, content: string): void {
  const path = join(dir, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
const KEY = 'a'.repeat(40);

describe('mailboxes', () => {
  test('an e-mail is read by its headers, account numbers also across soft line breaks, and only once', () => {
    put(
      `email/2026-03-02/${KEY}.eml`,
      `From: Harbour Bank <service@harbour.example.com>\r\nTo: Amy.Lin@example.com\r\nX-Arrears-Key: ${KEY}\r\n` +
        '\r\nyour account C-10=\r\n42 and C-7\r\n',
    );
    const mail = new Mailboxes(dir);
    expect(mail.read(['2026-03-01', '2026-03-02'])).toEqual([
      {
        channel: 'email',
        on: '2026-03-02',
        path: join(dir, 'email/2026-03-02', `${KEY}.eml`),
        key: KEY,
        to: 'Amy.Lin@example.com',
        accounts: ['C-1042', 'C-7'],
      },
    ]);
    expect(mail.read(['2026-03-02'])).toEqual([]);
  });

  test('an SMS is read; what is still being written is not, and a folder that is no folder is empty', () => {
    put(`sms/2026-03-03/${KEY}.txt`, `To: +12025550142\nFrom: Harbour Bank\nKey: ${KEY}\n\nref C-9\n`);
    put('sms/2026-03-03/.half.part', 'To: +1');
    put('sms/2026-03-04', 'no folder');
    expect(new Mailboxes(dir).read(['2026-03-03', '2026-03-04'])).toMatchObject([
      { channel: 'sms', key: KEY, to: '+12025550142', accounts: ['C-9'] },
    ]);
  });
});

describe('inbox of an organisation', () => {
  const csv = "placement,contact_points\r\np-1,'+1\r\n";
  const manifest = (sha256: string, count: number) =>
    JSON.stringify({ kind: 'placement', count, files: [{ name: 'placement-1.csv', bytes: csv.length, sha256 }] });
  const right = createHash('sha256').update(csv).digest('hex');

  test('a file counts once its manifest is there; marked cells are read plain', () => {
    put('agency/north/2026-03-05/placement-1.csv', csv);
    const inbox = new Inbox(join(dir, 'agency', 'north'));
    expect(inbox.read(['2026-03-05'])).toEqual([]);
    put('agency/north/2026-03-05/placement-1.manifest.json', manifest(right, 1));
    expect(inbox.read(['2026-03-05'])).toMatchObject([
      { kind: 'placement', sha256: right, rows: [{ placement: 'p-1', contact_points: '+1' }] },
    ]);
    expect(inbox.read(['2026-03-05'])).toEqual([]);
  });

  test.each([
    ['another fingerprint', manifest('0'.repeat(64), 1)],
    ['another count', manifest(right, 2)],
  ])('%s is refused', (name, text) => {
    const folder = `agency/${name.replace(' ', '-')}/2026-03-05`;
    put(`${folder}/placement-1.csv`, csv);
    put(`${folder}/placement-1.manifest.json`, text);
    expect(() => new Inbox(join(dir, dirname(folder))).read(['2026-03-05'])).toThrow('does not fit its file');
  });
});
