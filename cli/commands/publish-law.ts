/** `arrears law publish`, `approve` and `versions`: versions of the lender's own rules, published by two people. */
import type { HouseVersionView } from '../../domain/contracts/views.ts';
import { openApiClient } from '../api-client.ts';
import { asTyped } from '../facts.ts';
import { UsageFault } from '../fault.ts';
import { readDate, readName } from '../input.ts';
import { answer, count, type OutputOptions, paint, plain } from '../print.ts';
import { readRuleFile } from '../rule-file.ts';

interface PublishOptions extends OutputOptions {
  from?: string;
  as?: string;
}

export async function proposeRules(path: string, { from, as, ...options }: PublishOptions): Promise<void> {
  if (from === undefined)
    throw new UsageFault('It is not said when the rules begin to hold.', 'Add --from YYYY-MM-DD.');
  const holdsFrom = readDate(from, '--from');
  const name = readName(as);
  const rules = readRuleFile(path, 'nothing was published');
  const versions = await send('/v1/law/versions', { rules, holdsFrom, as: name });
  answer(options, versions, () => {
    const approval = `npx arrears law approve ${rules.version} --as NAME`;
    return `Version ${rules.version} is proposed from ${holdsFrom}. A second person publishes it: ${approval}`;
  });
}

export async function approveRules(version: string, { as, ...options }: PublishOptions): Promise<void> {
  const name = readName(as);
  const versions = await send(`/v1/law/versions/${encodeURIComponent(version)}/approve`, { as: name });
  const from = versions.find((known) => known.version === version)?.holdsFrom;
  answer(options, versions, () => `Version ${version} is published by ${name} and holds from ${from}.`);
}

export async function listRuleVersions(options: OutputOptions): Promise<void> {
  const versions = await openApiClient().get<HouseVersionView[]>('/v1/law/versions');
  answer(options, versions, () => versions.map(versionText).join('\n'));
}

const send = (path: string, body: object) =>
  openApiClient()
    .post<HouseVersionView[]>(path, body)
    .catch((error: unknown) => Promise.reject(asTyped(error)));

const STATES: Readonly<Record<HouseVersionView['state'], string>> = {
  proposed: 'proposed',
  lapsed: 'lapsed, not approved before its date',
  waits: 'published',
  holds: 'holds now',
  ended: 'ended',
  replaced: 'replaced before it held',
};

function versionText(version: HouseVersionView): string {
  const { holdsFrom, digest, rules, madeBy, approvedBy } = version;
  const from = holdsFrom === null ? 'from the beginning' : `from ${holdsFrom}`;
  const by =
    madeBy === null ? '' : `, proposed by ${madeBy}${approvedBy === null ? '' : `, published by ${approvedBy}`}`;
  const head = `${version.version}  ${STATES[version.state]}, ${from}, ${count(rules, 'rule')}${by}`;
  return `${paint(version.state === 'holds' ? 'bold' : 'dim', plain(head))}\n  sha256 ${digest}`;
}
