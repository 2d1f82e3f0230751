import { describe, expect, it } from 'vitest';
import { clip, foldSpace, plainText } from '../src/text/plain.ts';

describe('text is text', () => {
  it.each([
    ['<p>One</p><p>two <b>th</b>ree</p>', 'One two three'],
    ['A&amp;B &lt;b&gt; &eacute;', 'A&B <b> é'],
    ['&amp;lt;once&amp;gt;', '&lt;once&gt;'],
    ['a<br>b<script>var x = "<p>no</p>"</script><style>p{}</style> c', 'a b c'],
    ['a &nbsp; b\t\n c', 'a b c'],
    ['Big\u0000\u0008 news\u200b\ufeff', 'Big news'],
    ['e\u0301', 'é'],
    ['3 < 4 and 5 > 4', '3 < 4 and 5 > 4'],
    ['lone \ud800 half', 'lone \ufffd half'],
    ['unclosed <b>tag', 'unclosed tag'],
  ])('%j', (html, text) => {
    expect(plainText(html)).toBe(text);
  });

  it('folds every kind of space', () => {
    expect(foldSpace('\u2003a\u00a0\u3000b\u2028c ')).toBe('a b c');
  });

  it('is never cut inside a surrogate pair', () => {
    expect(clip('ab😀', 3)).toBe('ab');
    expect(clip('ab😀', 4)).toBe('ab😀');
  });
});
