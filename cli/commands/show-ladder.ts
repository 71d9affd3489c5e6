/** `arrears ladder`: the stages and their steps, as this release ships them. Needs nothing running. */
import type { Stage, Step } from '../../domain/stage.ts';
import { LADDER } from '../../stages/index.ts';
import { answer, type OutputOptions, paint, table } from '../print.ts';

export async function showLadder(options: OutputOptions): Promise<void> {
  const stages = LADDER.map(stageAnswer);
  answer(options, stages, () => stages.map(stageText).join('\n\n'));
}

type StageAnswer = ReturnType<typeof stageAnswer>;
function stageAnswer({ name, title, opensAt, kind, parallel, exits, steps }: Stage) {
  return {
    stage: name,
    title: title.en,
    opensAt,
    kind,
    parallel: parallel ?? false,
    leaves: exits,
    steps: steps.map(stepAnswer),
  };
}
function stepAnswer({ name, day, channels, purpose, gapDays, duty }: Step) {
  return {
    step: name,
    day: day ?? null,
    channels: [...channels],
    purpose,
    gapDays: gapDays ?? null,
    duty: duty ?? false,
  };
}

const OPENS: Readonly<Record<string, string>> = { after: 'after a cure', desk: 'beside every stage' };
function stageText(stage: StageAnswer): string {
  const opens = OPENS[stage.kind] ?? `from day ${stage.opensAt}`;
  const parallel = stage.parallel ? ', beside the stage before' : '';
  const head = `${paint('bold', stage.stage)}  ${stage.title}, ${opens}${parallel}`;
  const steps = table(
    [
      { title: '  step', of: (item) => `  ${item.step}` },
      { title: 'day', of: (item) => (item.day === null ? '' : String(item.day)), right: true },
      { title: 'by', of: (item) => item.channels.join(', else ') },
      { title: 'purpose', of: (item) => item.purpose },
    ],
    stage.steps,
  );
  return `${head}\n${steps}\n  leaves: ${stage.leaves}`;
}
