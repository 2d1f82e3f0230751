import type { Row } from '../row.ts';
import { row1 } from './01-kills.ts';
import { row2 } from './02-power-cuts.ts';
import { row3 } from './03-elasticsearch-down.ts';
import { row4 } from './04-redis-down.ts';
import { row5 } from './05-small-redis.ts';
import { row6 } from './06-fairness.ts';
import { row7 } from './07-flushall.ts';
import { row8 } from './08-indices-deleted.ts';
import { row9 } from './09-rolling.ts';
import { row10 } from './10-wrapper.ts';
import { row11 } from './11-memory.ts';
import { row12 } from './12-one-article.ts';
import { row13 } from './13-cluster.ts';
import { row14 } from './14-takedown.ts';
import { row15 } from './15-feed-fleet.ts';

/** The table of the issue. */
export const ROWS: readonly Row[] = [row1, row2, row3, row4, row5, row6, row7, row8, row9, row10, row11, row12, row13, row14, row15];

/** The rows of `--short`, scaled down. */
export const SHORT: readonly number[] = [1, 3, 7, 8, 12, 14, 15];
