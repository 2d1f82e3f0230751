const YOUTUBE = new Set(['youtube.com', 'www.youtube.com', 'm.youtube.com']);

/** Feeds of well-known platforms that their address alone tells; their pages name none, or only to browsers that run scripts. */
export function platformFeeds(page: URL): string[] {
  const [first = '', second = ''] = page.pathname.split('/').filter((part) => part !== '');
  if (YOUTUBE.has(page.hostname)) return youtube(page, first, second);
  if (/^(?:www\.|old\.)?reddit\.com$/.test(page.hostname) && /^(?:r|u|user)$/.test(first) && second !== '')
    return [`https://www.reddit.com/${first}/${second}/.rss`];
  if (/^(?:www\.)?github\.com$/.test(page.hostname) && second !== '') return [`https://github.com/${first}/${second}/releases.atom`];
  if (page.hostname === 'medium.com' && first !== '') return [`https://medium.com/feed/${first}`];
  if (page.hostname === 'vimeo.com' && first !== '') return [`https://vimeo.com/${first}/videos/rss`];
  return [];
}

function youtube(page: URL, first: string, second: string): string[] {
  const feed = (name: string, id: string): string[] =>
    /^[\w-]{1,64}$/.test(id) ? [`https://www.youtube.com/feeds/videos.xml?${name}=${id}`] : [];
  if (first === 'channel') return feed('channel_id', second);
  const list = page.searchParams.get('list');
  return list !== null && (first === 'playlist' || first === 'watch') ? feed('playlist_id', list) : [];
}
