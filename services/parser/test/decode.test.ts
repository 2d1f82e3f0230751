import { describe, expect, it } from 'vitest';
import { decodeText } from '../src/text/decode.ts';
import { encodeSingle, joined, utf8, utf16, utf32 } from './bytes.ts';

const RU = '<rss><channel><title>Президент подписал закон о бюджете</title></channel></rss>';
const gb = Uint8Array.of(0xd7, 0xdc, 0xcd, 0xb3, 0xc7, 0xa9, 0xca, 0xf0, 0xc1, 0xcb, 0xd0, 0xc2, 0xb5, 0xc4, 0xd4, 0xa4, 0xcb, 0xe3);
const GB = '总统签署了新的预算';

describe('bytes become the text they are, whatever the labels claim', () => {
  it.each([
    ['UTF-8', utf8(RU)],
    ['UTF-8 with a mark, twice', joined(Uint8Array.of(0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf), utf8(RU))],
    ['UTF-16LE with a mark', utf16(RU, true, true)],
    ['UTF-16BE with a mark', utf16(RU, false, true)],
    ['UTF-16LE without a mark', utf16(RU, true, false)],
    ['UTF-16BE without a mark', utf16(RU, false, false)],
    ['UTF-32LE', utf32(RU, true)],
    ['UTF-32BE', utf32(RU, false)],
    ['windows-1251 that nobody declares', encodeSingle(RU.repeat(3), 'windows-1251')],
  ])('%s', (_, bytes) => {
    expect(decodeText(bytes, { kind: 'xml' })).toMatch(/^<rss><channel><title>Президент подписал закон о бюджете/);
  });

  it('a windows-1251 declaration in XML is used', () => {
    const text = `<?xml version='1.0' encoding = 'cp-1251'?>${RU}`;
    expect(decodeText(encodeSingle(text, 'windows-1251'), { kind: 'xml' })).toBe(text);
  });

  it('a charset in the HTTP header alone is used', () => {
    expect(decodeText(encodeSingle(RU, 'windows-1251'), { kind: 'xml', contentType: 'application/rss+xml; charset="WINDOWS-1251"' })).toBe(
      RU,
    );
  });

  it('a UTF-8 label on other bytes is not believed: the page meta is', () => {
    const page = joined(utf8('<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>'), gb);
    expect(decodeText(page, { kind: 'html', contentType: 'text/html; charset=utf-8' })).toContain(GB);
  });

  it.each(['windows-1251', 'koi8-r', 'iso-8859-5'])('a UTF-8 label on a page that is and says %s is not believed', (charset) => {
    const html = `<html><head><meta charset="${charset}"></head><body>Новости дня и города</body></html>`;
    expect(decodeText(encodeSingle(html, charset), { kind: 'html', contentType: 'text/html;charset=utf-8' })).toBe(html);
  });

  it('a legacy label on UTF-8 bytes is not believed', () => {
    expect(
      decodeText(utf8(`<?xml version="1.0" encoding="iso-8859-1"?>${RU}`), { kind: 'xml', contentType: 'text/xml; charset=iso-8859-1' }),
    ).toContain(RU);
  });

  it('HTML meta: http-equiv alone, charset without a media type, and only of meta elements', () => {
    const html = (head: string) => encodeSingle(`<html><head>${head}</head><body>Новости дня и города</body></html>`, 'windows-1251');
    const metas = [
      '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
      '<meta http-equiv=content-type content="charset=windows-1251">',
      '<meta charset=windows-1251 />',
      '<!-- <meta charset="utf-16"> --><script charset="koi8-r">var a = "charset=koi8-r"</script><title>charset=koi8-r</title><meta charset="windows-1251">',
    ];
    for (const meta of metas) expect(decodeText(html(meta), { kind: 'html' })).toContain('Новости дня и города');
  });

  it('a stray windows-1252 byte does not cost the rest of a UTF-8 text', () => {
    const bytes = joined(
      utf8('<t>Wörter, Straße, größer, fünf, über, schön — “ja”, né, così, añejo </t>'),
      Uint8Array.of(0x93),
      utf8('quoted'),
      Uint8Array.of(0x94, 0x80),
    );
    expect(decodeText(bytes, { kind: 'xml', contentType: 'text/xml; charset=iso-8859-1' })).toMatch(/Wörter, Straße.*“quoted”€$/);
  });

  it('windows-1252 punctuation is kept, also under the name iso-8859-1', () => {
    expect(
      decodeText(encodeSingle('<t>“It’s” – 5 €…</t>', 'windows-1252'), { kind: 'xml', contentType: 'text/xml; charset=iso-8859-1' }),
    ).toBe('<t>“It’s” – 5 €…</t>');
  });

  it('any bytes give some text', () => {
    for (const bytes of [[], [0], [0xff], [0xff, 0xfe], [0xef, 0xbb, 0xbf], [0xc3], [0, 0, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff]])
      expect(typeof decodeText(Uint8Array.from(bytes), { kind: 'json', contentType: 'text/html; charset=x-nonsense' })).toBe('string');
  });
});
