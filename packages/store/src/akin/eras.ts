/** Eras that are looked at: the one that runs and those before it. */
const KEPT = 3;

/** What is written in one era goes as a whole when it is over for so long that nobody asks for it: nothing is deleted one by one. */
export type Eras = { eras: number[]; expireAt: number };

/** `keepMs`: how long things are kept at least; at most half as long again. `expireAt`: Unix seconds at which what is written now may go. */
export function erasAt(now: number, keepMs: number): Eras {
  const length = keepMs / (KEPT - 1);
  const current = Math.floor(now / length);
  return { eras: Array.from({ length: KEPT }, (_, back) => current - back), expireAt: Math.ceil(((current + KEPT) * length) / 1_000) };
}
