/** `arrears strategy publish`, `approve`, `retire` and `versions`: versions of strategies, published by two people. */
import type { ShownStrategyView, StrategyUseView, StrategyVersionView } from '../../domain/contracts/strategy-view.ts';
import { type ApiClient, openApiClient } from '../api-client.ts';
import { asTyped } from '../facts.ts';
import { readName } from '../input.ts';
import { answer, count, type OutputOptions, paint, plain } from '../print.ts';
import { checkedStrategy, namedText } from '../strategy-source.ts';

interface PublishOptions extends OutputOptions {
  as?: string;
}

const PATH = '/v1/strategies';

export async function proposeStrategy(typed: string, { as, ...options }: PublishOptions): Promise<void> {
  const name = readName(as);
  const text = namedText(typed);
  checkedStrategy(text);
  const version = await send(openApiClient(), PATH, { text, as: name });
  answer(options, version, () => {
    const approval = `npx arrears strategy approve ${version.id} --as NAME`;
    return `${version.id} is proposed. A second person publishes it: ${approval}`;
  });
}

export async function approveStrategy(id: string, { as, ...options }: PublishOptions): Promise<void> {
  const name = readName(as);
  const api = openApiClient();
  const version = await send(api, `${PATH}/${encodeURIComponent(id)}/approve`, { as: name });
  const uses = await usesOf(api, version);
  answer(options, version, () => [`${id} is published by ${name}.`, ...uses.map(useText)].join('\n'));
}

export async function retireStrategy(id: string, { as, ...options }: PublishOptions): Promise<void> {
  const name = readName(as);
  const api = openApiClient();
  const version = await send(api, `${PATH}/${encodeURIComponent(id)}/retire`, { as: name });
  const uses = await usesOf(api, version);
  answer(options, version, () => {
    const follow = `${count(version.accounts, 'open account')} that ${version.accounts === 1 ? 'follows it goes' : 'follow it go'} on`;
    return [`${id} is retired by ${name}: no account begins with it; ${follow}.`, ...uses.map(useText)].join('\n');
  });
}

/** Creditors whose new accounts begin with a strategy of this name. */
const usesOf = async (api: ApiClient, { name }: StrategyVersionView): Promise<StrategyUseView[]> =>
  (await api.get<StrategyUseView[]>(`${PATH}/uses`)).filter(({ strategy }) => strategy === name);

/** What new accounts of a creditor begin with. */
export function useText({ creditor, strategy, newest }: StrategyUseView): string {
  const none = strategy === null ? '' : `; no version of ${strategy} is left`;
  return plain(`New accounts of ${creditor} begin with ${newest ?? `the ladder of the code${none}`}.`);
}

export async function listStrategyVersions(options: OutputOptions): Promise<void> {
  const versions = await openApiClient().get<StrategyVersionView[]>(PATH);
  answer(options, versions, () =>
    versions.length === 0
      ? 'No strategy was proposed: all accounts follow the ladder of the code (npx arrears ladder).'
      : versions.map(versionText).join('\n'),
  );
}

/** A version in two lines. */
export function versionText(version: StrategyVersionView): string {
  const { id, state, segments, ladders, accounts, unreadable, madeBy, approvedBy, retiredBy, digest } = version;
  const parts = [
    `${id}  ${state}`,
    unreadable
      ? 'unreadable: nothing is decided for its accounts'
      : `${count(segments ?? 0, 'segment')}, ${count(ladders ?? 0, 'ladder')}`,
    count(accounts, 'open account'),
    `proposed by ${madeBy}`,
    ...(approvedBy === null ? [] : [`published by ${approvedBy}`]),
    ...(retiredBy === null ? [] : [`retired by ${retiredBy}`]),
  ];
  const style = unreadable ? 'red' : state === 'published' ? 'bold' : 'dim';
  return `${paint(style, plain(parts.join(', ')))}\n  sha256 ${digest}`;
}

const send = (api: ApiClient, path: string, body: object): Promise<ShownStrategyView> =>
  api.post<ShownStrategyView>(path, body).catch((error: unknown) => Promise.reject(asTyped(error)));
