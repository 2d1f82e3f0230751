import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Entry } from '@newsmill/contracts';
import { describe, expect, it } from 'vitest';
import type { Page } from '../src/page/index.ts';
import work from '../src/worker.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../src/extract.ts', import.meta.url));
const seed = fileURLToPath(new URL('../../../packages/testkit/fixtures/seed/sputnik.html', import.meta.url));
const extract = (...args: string[]) => run(process.execPath, [script, ...args]);

describe('extract, as the command line calls it', { timeout: 60_000 }, () => {
  it('prints the article of a file as JSON', async () => {
    const { stdout } = await extract('--url=https://news.example/a', seed);
    expect(JSON.parse(stdout)).toMatchObject({ url: 'https://news.example/a', language: 'en', extractor: expect.any(String) });
  });

  it('explains each line with the rule that dropped it, under the container', async () => {
    const { stdout } = await extract('--explain', '--', seed);
    const [head = '', ...lines] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^extractor \w+, container <\w+ class\/id=".*">, quality [\d.]+/);
    expect(lines.some((line) => line.startsWith('+ '))).toBe(true);
    expect(lines.some((line) => /^- \w+ /.test(line))).toBe(true);
  });

  it('says in one line why there is none', async () => {
    await expect(extract('/nowhere/at/all.html')).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/^\w+: .+\n$/) });
    await expect(extract()).rejects.toMatchObject({ code: 1, stderr: 'bad_url: a file or an http(s) address is needed\n' });
  });
});

describe('a page and the feed entry that announced it', () => {
  const own = [
    'Rain fell all night over the northern valleys, and by the morning two bridges had been closed.',
    'The river rose by three metres within a day, the water board said, more than in any year since it began to measure.',
    'Schools in four towns stay shut until Thursday, and trains run only as far as the lake.',
  ];
  const other = Array.from({ length: 9 }, (_, at) => `<p>Other ${at}: The council met on Tuesday evening and, after a debate, agreed.</p>`);
  const html = `<h1>Rain in the valleys</h1><section><div class="a">${other.join('')}</div></section><section><div class="b">${own.map((line) => `<p>${line}</p>`).join('')}</div></section>`;
  const entry = (parts: Partial<Entry>): Entry => ({
    id: 'e1',
    guid: 'e1',
    link: 'https://news.example/a',
    title: 'Rain in the valleys',
    summary: null,
    content: null,
    authors: [],
    categories: [],
    published: null,
    published_raw: null,
    updated: null,
    image: null,
    language: null,
    enclosures: [],
    source: null,
    ...parts,
  });
  const page = (words: Entry | undefined): Page => {
    const reply = work({
      kind: 'page',
      bytes: Buffer.from(html),
      contentType: 'text/html',
      url: 'https://news.example/a',
      entry: words,
      agent: '',
    });
    if (!('ok' in reply) || !('body' in reply.ok)) throw new Error('no page');
    return reply.ok;
  };

  it.each([
    ['content', entry({ content: own.map((line) => `<p>${line}</p>`).join('') })],
    ['summary, where the content is short', entry({ content: 'Rain.', summary: own.join(' ') })],
  ])('the entry’s %s points to the part of the page that holds the text', (_, words) => {
    expect(page(words).body).toBe(own.join('\n'));
  });

  it('without it, or with too little of it, the largest text is taken', () => {
    expect(page(undefined).body).toContain('Other 8');
    expect(page(entry({ summary: 'Rain fell all night.' })).body).toContain('Other 8');
  });
});
