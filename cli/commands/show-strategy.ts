/** `arrears strategy` and `arrears strategy show NAME|FILE`. They need nothing running. */
import { strategyPage } from '../../domain/strategy/strategy-page.ts';
import { SHIPPED_STRATEGIES, shippedStrategy } from '../../engine/strategy/shipped-strategies.ts';
import { answer, type OutputOptions, plain, table } from '../print.ts';
import { BASE, readNamedStrategy } from '../strategy-source.ts';

export async function showStrategy(typed: string, options: OutputOptions): Promise<void> {
  const strategy = readNamedStrategy(typed);
  answer(options, strategy, () => strategyPage(strategy, BASE).split('\n').map(plain).join('\n'));
}

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
