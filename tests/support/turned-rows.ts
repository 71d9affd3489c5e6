/**
 * Loaded before each test file by `ROWS=turned npm test -- integration`: a statement that names no order gives its rows
 * in the opposite one. Postgres promises none, and what relies on it fails here and not one day in a hundred.
 */
import pg from 'pg';

/** What the client of Postgres keeps of a statement. */
interface Statement {
  text?: unknown;
  _result: { rows: unknown[] };
  handleCommandComplete(...given: unknown[]): void;
}

/** The text outside all brackets. */
function outermost(text: string): string {
  let depth = 0;
  return [...text]
    .filter((letter) => {
      if (letter === '(') depth += 1;
      const isOutside = depth === 0;
      if (letter === ')') depth -= 1;
      return isOutside;
    })
    .join('');
}

const statements = pg.Query.prototype as unknown as Statement;
const complete = statements.handleCommandComplete;
statements.handleCommandComplete = function (this: Statement, ...given) {
  complete.apply(this, given);
  if (typeof this.text === 'string' && !/order by/i.test(outermost(this.text))) this._result.rows.reverse();
};
