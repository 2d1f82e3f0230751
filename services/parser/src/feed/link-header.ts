/** Parameters of a link by their lower-case names, with its target as `href`. */
export type Link = Readonly<Record<string, string>>;

const LINK = /<([^<>]{1,2048})>((?:\s*;\s*[\w*-]{1,20}\s*=\s*(?:"[^"]{0,200}"|[^\s",;]{1,200}))*)/g;
const PARAMETER = /;\s*([\w*-]{1,20})\s*=\s*(?:"([^"]{0,200})"|([^\s",;]{1,200}))/g;

/** The links of an HTTP Link header (RFC 8288), of its first 8 KB. */
export function headerLinks(header: string): Link[] {
  return [...header.slice(0, 8_192).matchAll(LINK)].map(([, href = '', rest = '']) => {
    const parameters = [...rest.matchAll(PARAMETER)];
    return { ...Object.fromEntries(parameters.map(([, name = '', quoted, bare]) => [name.toLowerCase(), quoted ?? bare ?? ''])), href };
  });
}

/** Whether a link has this relation among its own. */
export const hasRelation = (link: Link, relation: string): boolean => (link['rel'] ?? '').toLowerCase().split(/\s+/).includes(relation);
