const MAX_CHARACTERS = 4_096;
const PAIR = /^\s*([\w!#$%&'*+.^`|~-]+)=([\x21-\x3a\x3c-\x7e]*)\s*(?:;|$)/;
const GONE = /;\s*max-age\s*=\s*(?:0|-\d+)\s*(?:;|$)/i;

/**
 * The cookies that one exchange gathers from hop to hop, and forgets with it: some sites redirect in a circle until theirs comes back
 * (reported faults 15, 20). All hops are of one host, so neither domain nor path is looked at.
 */
export function createJar(): { take: (setCookie: string | string[] | undefined) => void; header: () => string } {
  const cookies = new Map<string, string>();
  const header = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return {
    header,
    take: (setCookie = []) => {
      for (const line of typeof setCookie === 'string' ? [setCookie] : setCookie) {
        const [, name, value] = PAIR.exec(line) ?? [];
        if (name === undefined || value === undefined) continue;
        if (GONE.test(line)) cookies.delete(name);
        else if (header().length + line.length < MAX_CHARACTERS) cookies.set(name, value);
      }
    },
  };
}
