import { createHash } from 'node:crypto';

/** The id of what an alert tells of one story: the same for every outlet, every repeat and every process. */
export const deliveryId = (alertId: string, story: string): string =>
  createHash('sha256').update(`${alertId}\n${story}`).digest().subarray(0, 20).toString('base64url');
