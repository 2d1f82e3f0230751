import type { Panel } from './builders.ts';
import { markdown } from './lens.ts';

const ROWS = 3;

/** From each dashboard to the others. */
export const LINKS = [
  '[Overview](#/view/news-overview)',
  '[Sources](#/view/news-source-health)',
  '[Stories](#/view/news-story)',
  '[Pipeline](#/view/news-pipeline)',
].join(' · ');

/** Panels under a row of links. */
export const linked = (panels: readonly Panel[]): Panel[] => [
  { x: 0, y: 0, w: 48, h: ROWS, content: markdown(LINKS) },
  ...panels.map((panel) => ({ ...panel, y: panel.y + ROWS })),
];
