/** What is written in one era goes as a whole when it is over for so long that nobody asks for it: nothing is deleted one by one. */
export type Era = { era: number; expireAt: number };

/** The era that runs; it and the one before are looked at. `keepMs`: its length, how long things are kept at least (at most twice). `expireAt`: Unix seconds at which what is written now may go. */
export function eraAt(now: number, keepMs: number): Era {
  const era = Math.floor(now / keepMs);
  return { era, expireAt: Math.ceil(((era + 2) * keepMs) / 1_000) };
}
