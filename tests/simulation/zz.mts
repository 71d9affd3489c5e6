import { runSeed } from './run-seed.ts';
import { decideThrough } from '../../domain/decide-through.ts';
import { readFacts } from './maps/read.ts';
import { LADDER } from '../../stages/index.ts';
let book: any;
const T = Date.parse(process.argv[3]!);
const done = { v: false };
runSeed(Number(process.argv[2]), {
  began: (b) => { book = b; },
  journal: (act) => {
    if (done.v || act.at < T) return;
    done.v = true;
    const a = [...book.accounts.values()].find((x: any) => x.number === process.argv[4]) as any;
    const iso = (t: any) => (t === null || t === undefined ? '-' : new Date(t).toISOString().slice(0, 16));
    console.log('at', iso(act.at), a.stage, a.health, 'next', iso(a.nextLookAt), a.version, a.lookedVersion, a.balance, 'creditor', a.creditor.code, a.creditor.agencies?.length, 'floor', a.creditor.placementFloor, a.creditor.legalFloor);
    console.log('episodes', a.episodes, 'dues', a.dues.map((d: any) => `${d.on} ${d.minor}`).join(', '));
    console.log('placements', a.placements.map((p: any) => ({ ...p, handedOverAt: iso(p.handedOverAt) })), a.courtCase);
    for (const e of a.effects) console.log('  ', e.episode, e.stage, e.step, e.occurrence, e.channel, e.state, 'due', iso(e.dueAt), 'sent', iso(e.sentAt), 'deliv', iso(e.deliveredAt), 'bounced', iso(e.bouncedAt), 'done', iso(e.doneAt), e.path.join('>'));
    for (const f of a.facts.slice(-25)) console.log('  fact', iso(f.occurredAt), f.kind, JSON.stringify(f.body, (_, v) => (typeof v === 'bigint' ? String(v) : v)));
    for (const f of a.person.facts.slice(-10)) console.log('  pfact', iso(f.occurredAt), f.kind, JSON.stringify(f.body));
    for (const d of [0, 1, 3, 7, 14, 30, 60]) { const r = decideThrough(LADDER, readFacts(a, act.at + d * 864e5), act.at + d * 864e5); console.log('+', d, r.stage, r.health, iso(r.nextLookAt), r.why.map((w) => w.code).join(','), r.wanted.map((w) => `${w.stage}/${w.step}#${w.occurrence} ${w.verdict} ${iso(w.dueAt)}`).join(' ; ')); }
  },
});
