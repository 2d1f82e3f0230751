import { describe, expect, it } from 'vitest';
import { plainVariants, urlKey } from '../../src/ids/index.ts';

describe('the address of an article is among those guessed from its AMP or print edition', () => {
  it.each([
    ['https://amp.theguardian.com/world/2024/feb/10/a', 'https://www.theguardian.com/world/2024/feb/10/a'],
    ['https://amp.cnn.com/cnn/2024/02/10/a/index.html', 'https://www.cnn.com/cnn/2024/02/10/a/index.html'],
    ['https://amp.example.com:8443/a', 'https://example.com:8443/a'],
    ['https://www.bbc.com/news/amp/world-68251234', 'https://www.bbc.com/news/world-68251234'],
    ['https://www.elmundo.es/amp/internacional/a.html', 'https://www.elmundo.es/internacional/a.html'],
    ['https://www.example.com/2024/02/a/amp/', 'https://www.example.com/2024/02/a/'],
    ['https://www.example.com/2024/02/a/amp', 'https://www.example.com/2024/02/a/'],
    ['https://www.example.com/2024/02/a/amp/', 'https://www.example.com/2024/02/a'],
    ['https://www.nytimes.com/2024/02/10/us/a.amp.html', 'https://www.nytimes.com/2024/02/10/us/a.html'],
    ['https://www.example.de/a-123.amp', 'https://www.example.de/a-123'],
    ['https://www.example.de/a-123.amp', 'https://www.example.de/a-123.html'],
    ['https://www.example.de/a_1.amp.shtml', 'https://www.example.de/a_1.shtml'],
    ['https://www.thehindu.com/news/article1.ece/amp/', 'https://www.thehindu.com/news/article1.ece'],
    ['https://www.mdr.de/nachrichten/a-100~amp.html', 'https://www.mdr.de/nachrichten/a-100.html'],
    ['https://www.example.com/2024/a/amp.html', 'https://www.example.com/2024/a/'],
    ['https://www.example.com/2024/a/index.amp', 'https://www.example.com/2024/a/'],
    ['https://www.example.com/2024/a/amp', 'https://www.example.com/2024/a.html'],
    ['https://www.example.com/a/amp_articleshow/1.cms', 'https://www.example.com/a/articleshow/1.cms'],
    ['https://m.example.com/News/a-608399/amp', 'https://www.example.com/News/a-608399'],
    ['https://m.example.com/News/a-608399/amp', 'https://m.example.com/News/a-608399'],
    ['https://www.washingtonpost.com/politics/a/?outputType=amp', 'https://www.washingtonpost.com/politics/a/'],
    ['https://www.independent.co.uk/news/a-b1.html?amp', 'https://www.independent.co.uk/news/a-b1.html'],
    ['https://www.example.com/a?amp=1&id=5', 'https://www.example.com/a?id=5'],
    ['https://www.example.com/a?id=5&_amp=true', 'https://www.example.com/a?id=5'],
    ['https://www.example.com/a?view=amp', 'https://www.example.com/a'],
    ['https://www.example.com/a?print=1', 'https://www.example.com/a'],
    ['https://www.example.com/a?print', 'https://www.example.com/a'],
    ['https://www.example.com/a?id=5&print=true', 'https://www.example.com/a?id=5'],
    ['https://www.nytimes.com/2010/02/10/us/a.html?pagewanted=print', 'https://www.nytimes.com/2010/02/10/us/a.html'],
    ['https://www.heise.de/news/a-1.html?view=print', 'https://www.heise.de/news/a-1.html'],
    ['https://de.example.org/w/index.php?title=A&printable=yes', 'https://de.example.org/w/index.php?title=A'],
    ['https://www.example.com/print/2024/a', 'https://www.example.com/2024/a'],
    ['https://www.example.com/2024/a/print/', 'https://www.example.com/2024/a/'],
    ['https://www.example.com/2024/a/printer-friendly', 'https://www.example.com/2024/a'],
    ['https://www.spiegel.de/politik/a-123-druck.html', 'https://www.spiegel.de/politik/a-123.html'],
    ['https://www.example.it/stampa/a-1', 'https://www.example.it/a-1'],
    ['https://print.example.com/a', 'https://www.example.com/a'],
    ['https://print.example.com/a', 'https://example.com/a'],
  ])('%s: %s', (edition, article) => {
    expect(plainVariants(edition)).toContain(article);
    expect(plainVariants(edition).map(urlKey)).not.toContain(urlKey(edition));
    expect(plainVariants(edition).length).toBeLessThanOrEqual(12);
  });
});

describe('any other address has none', () => {
  it.each([
    'https://www.example.com/2024/a',
    'https://www.example.com/',
    'https://www.example.com/amplifiers/print-shops',
    'https://www.example.com/camp/sprint',
    'https://www.example.com/a?print=5',
    'https://www.example.com/a?amp=voltage',
    'https://www.example.com/a?view=gallery&type=news',
    'https://champ.example.com/a',
    'https://amp.com/a',
    'https://m.example.com/a',
    'https://www.example.com/index.html',
    'https://print.de/a',
    'feed:AAAAAAAAAAAAAAAAAAAAAAAAAAA:amp',
    'nonsense',
    '',
  ])('%s', (url) => {
    expect(plainVariants(url)).toEqual([]);
  });
});
