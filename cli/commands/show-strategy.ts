/** `arrears strategy` and `arrears strategy show NAME|FILE|VERSION`. Only a version needs the API. */
import { existsSync } from 'node:fs';
import { type ShownStrategyView, StrategyId } from '../../domain/contracts/strategy-view.ts';
import { readPublishedStrategy, type Strategy } from '../../domain/strategy/strategy.ts';
import { strategyPage } from '../../domain/strategy/strategy-page.ts';
import { SHIPPED_STRATEGIES, shippedStrategy } from '../../engine/strategy/shipped-strategies.ts';
import { openApiClient } from '../api-client.ts';
import { answer, type OutputOptions, plain, table } from '../print.ts';
import { BASE, checkedStrategy, readNamedStrategy } from '../strategy-source.ts';
import { versionText } from './publish-strategy.ts';

export async function showStrategy(typed: string, options: OutputOptions): Promise<void> {
  if (StrategyId.safeParse(typed).success && !existsSync(typed)) return showVersion(typed, options);
  const strategy = readNamedStrategy(typed);
  answer(options, strategy, () => pageText(strategy));
}

/** A version that was proposed or published; throws a Fault with its faults when it cannot be read. */
async function showVersion(id: string, options: OutputOptions): Promise<void> {
  const version = await openApiClient().get<ShownStrategyView>(`/v1/strategies/${encodeURIComponent(id)}`);
  const strategy = readPublishedStrategy(version.text, BASE) ?? checkedStrategy(version.text);
  answer(options, strategy, () => `${pageText(strategy)}\n\n${versionText(version)}`);
}

const pageText = (strategy: Strategy): string => strategyPage(strategy, BASE).split('\n').map(plain).join('\n');

export async function listStrategies(options: OutputOptions): Promise<void> {
  const strategies = SHIPPED_STRATEGIES.map((name) => {
    const { version, title, segments, ladders } = shippedStrategy(name, BASE);
    return {
      name,
      title: title.en,
      version,
      segments: segments.length,
      ladders: ladders.length,
      file: `strategies/${name}.yaml`,
    };
  });
  answer(options, strategies, () =>
    table(
      [
        { title: 'strategy', of: ({ name }) => name },
        { title: 'title', of: ({ title }) => title },
        { title: 'version', of: ({ version }) => String(version) },
        { title: 'segments', of: ({ segments }) => String(segments), right: true },
        { title: 'ladders', of: ({ ladders }) => String(ladders), right: true },
        { title: 'file', of: ({ file }) => file },
      ],
      strategies,
    ),
  );
}
