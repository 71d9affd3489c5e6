/** A simulation as one HTML page: self-contained, without scripts, and nothing is loaded from elsewhere. */
import { decimalsOf, showAmount } from '../../domain/money.ts';
import { ASSUMPTIONS, CAUTION } from '../portfolio/assumptions.ts';
import { type Group, ROLL_STATES, type Simulation, type StrategyResult } from '../portfolio/result.ts';
import { costWords, differenceRow, GROUP_COLUMNS, refusalsOf, summaryRows } from '../portfolio/summary.ts';
import { AREA_COLOURS, dayLines, histogram, namedBars, shareMatrix, stackedDays } from './charts.ts';
import { Markup, markup, NOTHING } from './markup.ts';
import { STYLE } from './style.ts';

/** Rules that are shown; the summary of `--json` has all. */
const MOST_RULES = 12;

/** The whole page. */
export function pageOf(simulation: Simulation): string {
  const { input, days, strategies } = simulation;
  const names = strategies.map(({ strategy }) => strategy).join(' against ');
  const title = `${names}: ${input.accounts.toLocaleString('en-US')} accounts over ${days} days`;
  const { text } = markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${new Markup(STYLE)}</style></head><body><main>
<h1>Simulation of ${title}</h1>
${factsOf(simulation)}
<p class="caution">${CAUTION}</p>
${summaryOf(simulation)}
${differencesOf(simulation)}
${recoveryOf(simulation)}
${stagesOf(simulation)}
${contactsSection(simulation)}
${rollsOf(simulation)}
${refusalSection(simulation)}
${groupsOf(simulation)}
${assumptionsOf(simulation)}
</main></body></html>`;
  return `${text}\n`;
}

function factsOf({ input, startsOn, days, seed, digest }: Simulation) {
  return markup`<p class="soft">${input.name}, ${input.persons.toLocaleString('en-US')} people. Virtual time from ${startsOn} for ${days} days, seed ${seed}.<br>
Digest <code>${digest}</code>: the same input, strategies, days and seed give the same digest.</p>`;
}

function summaryOf(simulation: Simulation) {
  const { strategies } = simulation;
  const rows = summaryRows(simulation).map(
    ({ name, of }) =>
      markup`<tr><th scope="row">${name}</th>${strategies.map((result) => markup`<td>${of(result)}</td>`)}</tr>`,
  );
  return markup`<h2>What happened</h2>
<div class="scroll"><table class="wrap"><thead><tr><th></th>${strategies.map(({ strategy }) => markup`<th scope="col">${strategy}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function differencesOf({ differences, strategies, currency }: Simulation) {
  const [first, second] = strategies;
  if (differences === null || !first || !second) return NOTHING;
  const rows = differences.map((each) => {
    const row = differenceRow(each, currency);
    return markup`<tr><th scope="row">${row.name}</th><td>${row.first}</td><td>${row.second}</td><td>${row.difference}</td><td>${row.interval}</td><td>${row.persons}</td></tr>`;
  });
  return markup`<h2>What the second strategy changes</h2>
<p>Both strategies were run on the same people with the same draws. The difference is taken person by person; the interval is 1.96 standard errors of the sum of these differences to each side.</p>
<div class="scroll"><table><thead><tr><th></th><th scope="col">${first.strategy}</th><th scope="col">${second.strategy}</th><th scope="col">difference</th><th scope="col">95 % interval</th><th scope="col">differs for</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

const keys = (items: readonly { name: string; key: string }[]) =>
  markup`<ul class="keys">${items.map(({ name, key }) => markup`<li><span class="key ${key}"></span>${name}</li>`)}</ul>`;

function recoveryOf({ strategies, currency }: Simulation) {
  const unit = 10 ** decimalsOf(currency);
  const lines = strategies.map(({ strategy, moneyByDay }) => ({
    name: strategy,
    values: moneyByDay.map((minor) => Number(minor) / unit),
  }));
  const owed = strategies[0]?.total.figures.owed ?? 0n;
  return markup`<h2>Recovery: money in over time</h2>
<p>Payments less those that came back, until the end of each day. ${showAmount(owed, currency)} was overdue at the start; dues that fell later are paid from the same money.</p>
<div class="pair"><figure><figcaption>Money in, ${currency}</figcaption>${dayLines('Money in over the days', currency, lines)}
${keys(lines.map(({ name }, index) => ({ name, key: `l${index}` })))}</figure></div>`;
}

/** One picture a strategy, beside each other where there is room. */
const perStrategy = (strategies: readonly StrategyResult[], draw: (result: StrategyResult) => Markup) =>
  markup`<div class="pair">${strategies.map((result) => markup`<figure><figcaption>${result.strategy}</figcaption>${draw(result)}</figure>`)}</div>`;

function stagesOf({ strategies }: Simulation) {
  return markup`<h2>Flow through the stages</h2>
<p>People by the furthest stage of their accounts at the end of each day. A stage below the ladder's stands lower in the picture.</p>
${perStrategy(strategies, ({ peopleByStage }) => {
  const areas = peopleByStage.map(({ stage, people }) => ({ name: stage, values: people }));
  return markup`${stackedDays('People per stage over the days', 'people', areas)}${keys(
    areas.map(({ name }, index) => ({ name, key: `a${index % AREA_COLOURS}` })),
  )}`;
})}`;
}

function contactsSection({ strategies }: Simulation) {
  return markup`<h2>Contacts a person</h2>
<p>E-mails, short messages, call attempts and contacts by agencies, over the whole run.</p>
${perStrategy(strategies, ({ pressure }) => {
  const { histogram: bars, mean, most, mostIn7Days } = pressure;
  return markup`${histogram('People by number of contacts', { x: 'contacts', y: 'people' }, bars, most >= bars.length)}
<p class="soft">${mean.toFixed(1)} on average, at most ${most}; at most ${mostIn7Days} in seven days.</p>`;
})}`;
}

function rollsOf({ strategies }: Simulation) {
  return markup`<h2>Roll rates</h2>
<p>Where the accounts of each row stand 30 days later, in percent of the row: current, so many months late, or closed.</p>
${perStrategy(strategies, ({ rolls }) =>
  shareMatrix(
    'Roll rates in percent',
    { rows: ROLL_STATES, columns: ROLL_STATES.map((name) => name.replace(/ months?$/, '')) },
    rolls,
  ),
)}`;
}

function refusalSection({ strategies }: Simulation) {
  const parts = ['refused', 'put off'];
  return markup`<h2>Steps that the rules held back</h2>
<p>By rule of law or policy. A step counts once for each rule that refused it or put it off.</p>
${perStrategy(strategies, (result) => {
  const all = refusalsOf(result);
  if (all.length === 0) return markup`<p>Nothing was held back.</p>`;
  const bars = all.slice(0, MOST_RULES).map(({ rule, refused, putOff }) => ({ name: rule, values: [refused, putOff] }));
  const more = all.length - bars.length;
  return markup`${namedBars('Steps held back by rule', bars, parts)}${keys(parts.map((name, index) => ({ name, key: `p${index}` })))}
${more > 0 ? markup`<p class="soft">${more} more with fewer steps.</p>` : NOTHING}`;
})}`;
}

function groupsOf({ strategies, currency }: Simulation) {
  const table = (title: string, groups: readonly Group[]) =>
    groups.length === 0
      ? NOTHING
      : markup`<h3>${title}</h3><div class="scroll"><table><thead><tr><th></th>${GROUP_COLUMNS.map(({ title }) => markup`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${groups.map((group) => markup`<tr><th scope="row">${group.name}</th>${GROUP_COLUMNS.map(({ of }) => markup`<td>${of(group, currency)}</td>`)}</tr>`)}</tbody></table></div><br>`;
  return markup`<h2>Segments</h2>
<p>An account counts for the group that it is in at the start.</p>
${strategies.map(
  ({ strategy, segments, lateness }) =>
    markup`${table(`${strategy}: by segment`, segments)}${table(`${strategy}: by how late the account is`, lateness)}`,
)}`;
}

function assumptionsOf({ costs, currency }: Simulation) {
  return markup`<h2>What the model assumes</h2>
<dl>${ASSUMPTIONS.map(({ title, words, source }) => markup`<dt>${title}</dt><dd>${words} <span class="soft">Source: ${source}.</span></dd>`)}
<dt>Costs</dt><dd>${costWords(costs, currency)}. <span class="soft">Source: given with --cost, else assumed.</span></dd></dl>`;
}
