import type { Row } from '../row.ts';
import { row12 } from './12-one-article.ts';
import { row14 } from './14-takedown.ts';

/** The table of the issue. */
export const ROWS: readonly Row[] = [row12, row14];

/** The rows of `--short`, scaled down. */
export const SHORT: readonly number[] = [1, 3, 7, 8, 12, 14];
