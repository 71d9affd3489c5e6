/** Rows of the table of problems (domain/problems.ts) about the score. */
export const SCORE_PROBLEMS = {
  'score-rows-too-few': {
    status: 422,
    retry: false,
    sentence: 'A score needs at least {needed} rows, late rows where the layout names them; {found} were found.',
    remedy: 'Give more rows; nothing was learnt or measured.',
  },
  'score-target-constant': {
    status: 422,
    retry: false,
    sentence: 'Of {rows} rows {defaults} defaulted; at least {needed} that did and {needed} that did not are needed.',
    remedy: 'Check the column of the target: 1 is a default, 0 is none.',
  },
  'score-columns-missing': {
    status: 422,
    retry: false,
    sentence: 'The file has no column {columns}.',
    remedy: 'Give a file with the columns of the layout, or a layout for this file; docs/score.md shows one.',
  },
  'score-cells-refused': {
    status: 422,
    retry: false,
    sentence: '{count} cell(s) are no plain decimal: {cells}.',
    remedy: 'Write plain decimals such as 1434 or 0.25, or leave the cell empty; nothing was learnt or measured.',
  },
  'score-leak': {
    status: 422,
    retry: false,
    sentence: 'It would learn from its own answer: {what} tells who defaults almost without error.',
    remedy: 'Take out of the layout what is known only afterwards.',
  },
  'score-model-changed': {
    status: 422,
    retry: false,
    sentence: 'The model has changed since it was written: its digest is that of another content.',
    remedy: 'Train it again, or take the file as it was written; a model is never edited.',
  },
  'score-model-version': {
    status: 422,
    retry: false,
    sentence: 'The model has version {found}; this release reads version {own}.',
    remedy: 'Train it again with this release: npx arrears score train --input FILE --target COLUMN --out FILE',
  },
} as const;
