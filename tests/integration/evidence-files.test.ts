/** Files that come with disputes and complaints, over the API and the command line: kept, bounded, read by name. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { printed } from '../support/arrears.ts';
import { jpegOf, pdfOf, pngOf, zipOf } from '../support/evidence-files.ts';

const NOON = Date.parse('2026-11-02T12:00:00+08:00');
const MIB = 1024 * 1024;
let world: ApiWorld;
let folder = '';
beforeAll(async () => {
  world = await openApiWorld(NOON);
  folder = mkdtempSync(join(tmpdir(), 'evidence-'));
  Object.assign(process.env, { PORT: new URL(world.api.root).port, ARREARS_HOME: 'none' });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});

async function tell(owner: KnownAccount, fact: string, data: object): Promise<string> {
  const answer = await world.api.post(`/v1/accounts/${owner.name}/facts`, { fact, data, as: 'Ann' });
  expect([answer.status, answer.body]).toEqual([201, answer.body]);
  return answer.json.fact as string;
}
const disputes = (owner: KnownAccount) => tell(owner, 'dispute', { about: 'amount' });

const add = (owner: KnownAccount, of: string, bytes: Buffer, name = 'bill.pdf') =>
  world.api.send(`/v1/evidence?account=${owner.name}&as=Ann&${of}`, bytes, {
    'content-type': 'application/octet-stream',
    'x-file-name': encodeURIComponent(name),
  });
async function kept(): Promise<{ files: number; facts: number }> {
  const { rows } = await world.database.pool.query<{ files: number; facts: number }>(
    `select (select count(*)::int from evidence_file) as files,
      (select count(*)::int from fact where kind = 'evidence-added') as facts`,
  );
  return rows[0] as { files: number; facts: number };
}

describe('the API', () => {
  test('keeps a file of a dispute, raises the version, lists it and records who reads it', async () => {
    const owner = await world.account();
    const dispute = await disputes(owner);
    world.api.nudged.length = 0;
    const pdf = pdfOf();
    const added = await add(owner, `dispute=${dispute}`, pdf, '../Mei\u202e Lin bill.exe');
    expect(added.status).toBe(201);
    const { evidence } = added.json as { evidence: string };
    expect(added.json).toMatchObject({ of: dispute, kind: 'pdf', bytes: pdf.length, before: false });
    expect(world.api.nudged).toEqual([owner.accountId]);
    const read = await fetch(`${world.api.root}/v1/evidence/${evidence}?as=Bo`);
    expect(Buffer.from(await read.arrayBuffer())).toEqual(pdf);
    expect(Object.fromEntries(read.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': "attachment; filename*=UTF-8''Mei%20Lin%20bill_exe.pdf",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    const { json } = await world.api.get(`/v1/evidence?account=${owner.name}`);
    expect(json).toEqual([
      expect.objectContaining({
        evidence,
        about: 'dispute',
        of: dispute,
        name: 'Mei Lin bill_exe.pdf',
        readBy: ['Bo'],
      }),
    ]);
    const story = await world.api.get(`/v1/accounts/${owner.name}`);
    expect(story.body).toContain('a file came with a dispute or a complaint');
    expect(world.api.log.join('')).not.toMatch(/Mei|bill/);
    expect(story.body).not.toMatch(/bill_exe/);
  });

  test('keeps a file of a complaint', async () => {
    const owner = await world.account();
    const complaint = await tell(owner, 'complaint', { cause: 'service', channel: 'letter' });
    expect(await add(owner, `complaint=${complaint}`, jpegOf())).toMatchObject({ status: 201 });
    const { json } = await world.api.get(`/v1/evidence?account=${owner.name}`);
    expect(json).toEqual([expect.objectContaining({ about: 'complaint', of: complaint, kind: 'jpeg' })]);
    const { rows } = await world.database.pool.query<{ no: string }>(
      `select no from task where person_id = $1 and kind = 'review-complaint'`,
      [owner.personId],
    );
    const task = await world.api.get(`/v1/tasks/${rows[0]?.no}`);
    expect(task.json.evidence).toEqual([expect.objectContaining({ of: complaint, kind: 'jpeg' })]);
  });

  test('the same file twice is one', async () => {
    const owner = await world.account();
    const dispute = await disputes(owner);
    const first = await add(owner, `dispute=${dispute}`, pngOf());
    const before = await kept();
    const again = await add(owner, `dispute=${dispute}`, pngOf(), 'other.png');
    expect([again.status, again.json.evidence, again.json.before]).toEqual([200, first.json.evidence, true]);
    expect(await kept()).toEqual(before);
  });

  test.each([
    ['a ZIP', zipOf('bill.txt', 'paid'), 'The file is packed'],
    ['a polyglot', Buffer.concat([pdfOf(), zipOf('bill.txt', 'paid')]), 'of two kinds at once'],
    ['a PDF with a script', pdfOf('<< /S /JavaScript >>'), 'has a script in it'],
    ['a picture that would be a bomb', pngOf({ width: 29_000, height: 29_000 }), 'more pixels'],
    ['nothing', Buffer.alloc(0), 'The file is empty'],
  ])('refuses %s, and keeps nothing of it', async (_, bytes, words) => {
    const owner = await world.account();
    const dispute = await disputes(owner);
    const before = await kept();
    const refused = await add(owner, `dispute=${dispute}`, bytes);
    expect([refused.status, refused.json.code]).toEqual([422, 'file-refused']);
    expect(refused.json.detail).toContain(words);
    expect(refused.json.remedy).not.toBe('');
    expect(await kept()).toEqual(before);
  });

  test('refuses 100 MB, whether the length is told or not', async () => {
    const owner = await world.account();
    const dispute = await disputes(owner);
    const before = await kept();
    const path = `/v1/evidence?account=${owner.name}&as=Ann&dispute=${dispute}`;
    for (const told of [true, false]) {
      const answer = await sendLong(path, 100 * MIB, told);
      expect(answer).toMatchObject({ status: 422, code: 'file-refused' });
      expect(answer.detail).toContain('larger than a file of evidence may be');
    }
    expect(await kept()).toEqual(before);
  });

  test('refuses what is beyond the bounds of a case', async () => {
    const owner = await world.account();
    const dispute = await disputes(owner);
    for (let width = 1; width <= 10; width += 1)
      expect(await add(owner, `dispute=${dispute}`, pngOf({ width }))).toMatchObject({ status: 201 });
    const more = await add(owner, `dispute=${dispute}`, pngOf({ width: 11 }));
    expect([more.status, more.json.detail]).toEqual([422, expect.stringContaining('10 files came with this already')]);
    const other = await disputes(owner);
    const text = (letter: string) => Buffer.from(letter.repeat(9 * MIB));
    for (const letter of 'abc')
      expect(await add(owner, `dispute=${other}`, text(letter))).toMatchObject({ status: 201 });
    const full = await add(owner, `dispute=${other}`, text('d'));
    expect([full.status, full.json.detail]).toEqual([
      422,
      expect.stringContaining('more bytes than one case may have'),
    ]);
  });

  test('refuses a file of a dispute that is closed, is not there, or is of another account', async () => {
    const owner = await world.account();
    const other = await world.account();
    const dispute = await disputes(owner);
    await tell(owner, 'dispute-closed', { outcome: 'rejected', of: dispute });
    expect(await add(owner, `dispute=${dispute}`, pdfOf())).toMatchObject({ status: 409 });
    expect(await add(other, `dispute=${dispute}`, pdfOf())).toMatchObject({ status: 422 });
    expect(await add(owner, `complaint=${dispute}`, pdfOf())).toMatchObject({ status: 422 });
    expect(await add(owner, 'x=1', pdfOf())).toMatchObject({ status: 422 });
    const { status } = await world.api.get('/v1/evidence/00000000-0000-4000-8000-000000000000?as=Bo');
    expect(status).toBe(404);
  });
});

/** Sends a body that is made while it leaves; its length is told first, or nowhere. */
function sendLong(
  path: string,
  length: number,
  told: boolean,
): Promise<{ status: number; code: string; detail: string }> {
  const { hostname, port } = new URL(world.api.root);
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/octet-stream', ...(told ? { 'content-length': length } : {}) };
    const sent = request({ hostname, port, path, method: 'POST', headers }, (answer) => {
      let body = '';
      answer.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, ...JSON.parse(body) }));
    });
    sent.on('error', reject);
    const chunk = Buffer.alloc(MIB, 0x61);
    let left = length / MIB;
    const write = () => {
      while (left > 0) {
        left -= 1;
        if (!sent.write(chunk)) return void sent.once('drain', write);
      }
      sent.end();
    };
    write();
  });
}

describe('the command line', () => {
  test('adds, lists and saves files', async () => {
    const owner = await world.account();
    const dispute = await disputes(owner);
    const [bill, photo] = [join(folder, 'bill.pdf'), join(folder, 'photo.heic.png')];
    writeFileSync(bill, pdfOf());
    writeFileSync(photo, pngOf());
    const added = await printed('evidence', 'add', owner.name, bill, photo, '--dispute', dispute, '--as', 'Ann');
    expect(added.out).toMatch(/bill\.pdf is kept as [0-9a-f-]{36} \(pdf, \d+ bytes\)\.\n.*\(png, /);
    expect(added.code).toBe(0);
    const listed = await printed('evidence', 'list', owner.name);
    expect(listed.out).toContain('photo_heic.png');
    const [, id = ''] = /kept as (\S+) \(pdf/.exec(added.out) ?? [];
    const out = join(folder, 'saved.pdf');
    expect(await printed('evidence', 'get', id, '--out', out, '--as', 'Bo')).toMatchObject({ code: 0 });
    expect(readFileSync(out)).toEqual(pdfOf());
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect((await printed('evidence', 'get', id, '--out', out, '--as', 'Bo')).out).toContain('Something is at');
    expect((await printed('evidence', 'list', owner.name)).out).toMatch(/Bo/);
  });

  test('says of several files which was refused, and that those before it are there', async () => {
    const owner = await world.account();
    const dispute = await disputes(owner);
    const [good, bad] = [join(folder, 'good.pdf'), join(folder, 'bad.zip')];
    writeFileSync(good, pdfOf());
    writeFileSync(bad, zipOf('a', 'b'));
    const { out, code } = await printed('evidence', 'add', owner.name, good, bad, '--dispute', dispute, '--as', 'Ann');
    expect(code).not.toBe(0);
    expect(out).toContain('bad.zip: The file was refused: The file is packed. 1 file before it was taken.');
    expect((await printed('evidence', 'add', owner.name, good, '--as', 'Ann')).out).toContain(
      '--dispute ID or --complaint ID',
    );
    expect((await printed('evidence', 'get', 'x', '--out', 'y', '--as', 'Ann')).out).toContain(
      'is not the id of a file',
    );
  });
});
