/** A copy of a page in which every class name, id and data attribute has become a token without meaning; equal names stay equal. */
export function renameEverything(html: string): string {
  const tokens = new Map<string, string>();
  const token = (name: string): string => {
    const known = tokens.get(name) ?? `q${((tokens.size + 7) * 48_271).toString(36)}z`;
    tokens.set(name, known);
    return known;
  };
  const renamed = html.replace(/\s(class|id|data-[\w-]+)="([^"]*)"/g, (_, key: string, value: string) =>
    key.startsWith('data-') ? ` data-${token(key)}="${token(value)}"` : ` ${key}="${value.trim().split(/\s+/).map(token).join(' ')}"`,
  );
  return renamed;
}
