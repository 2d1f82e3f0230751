import { type Token, type Tokenize, tokenize } from '../text/tokens.ts';
import { type Lexicon, loadLexicon } from './lexicon.ts';
import { readModel } from './model.ts';
import { type Mention, type Tagger, tag } from './tag.ts';
import { isCaseless, placesWithoutCase } from './uncased.ts';

/** A text read once: its words and the names in it. */
export type Reading = { text: string; tokens: Token[]; mentions: Mention[]; language: string };
export type Recogniser = { read: (text: string, language: string, tokens?: Tokenize) => Reading; lexicon: Lexicon };

const data = (name: string): URL => new URL(`../../data/${name}`, import.meta.url);

/** Lexicons and models, loaded once: English with its words, German without trust in capitals, one for the rest. */
export function loadRecogniser(): Recogniser {
  const lexicon = loadLexicon();
  const english: Tagger = { model: readModel(data('tagger.en.bin')), set: { words: true } };
  const german: Tagger = { model: readModel(data('tagger.de.bin')), set: { words: false } };
  const other: Tagger = { model: readModel(data('tagger.xx.bin')), set: { words: false } };
  const taggerOf = (language: string): Tagger => (language === 'en' ? english : language === 'de' || language === 'lb' ? german : other);
  return {
    lexicon,
    read: (text, language, tokensOf = tokenize) => {
      const tokens = tokensOf(text);
      const mentions = isCaseless(language)
        ? placesWithoutCase(text, tokens, language, lexicon)
        : tag(text, tokens, language, lexicon, taggerOf(language));
      return { text, tokens, mentions, language };
    },
  };
}
