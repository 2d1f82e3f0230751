import type { estypes } from '@elastic/elasticsearch';

type Filters = Record<string, estypes.AnalysisTokenFilter>;
/** `chain`: the names of the filters in their order. */
export type Stemmer = { filters: Filters; chain: string[]; stopwords: string[] };

/** Takes one of some endings off, the longest that fits, where `stem` (a regular expression) remains before it. */
const without = (stem: string, endings: readonly string[]): estypes.AnalysisTokenFilter => {
  // the stem is taken as short as it goes, so the ending as long
  return { type: 'pattern_replace', pattern: `^(${stem}?)(?:${endings.join('|')})$`, replacement: '$1', all: false };
};
const instead = (pattern: string, replacement: string): estypes.AnalysisTokenFilter => ({
  type: 'pattern_replace',
  pattern,
  replacement,
  all: false,
});

const words = (text: string): string[] => text.split(/\s+/);

/**
 * Light stemmers of our own, as settings: the stock image has neither Ukrainian nor Polish. Each takes one ending of nouns, adjectives and
 * verbs off, then makes the consonants and vowels that change before endings one (стіл, стола; ręka, ręce). What is left is no word, but
 * the same for the forms of one.
 */
export const UKRAINIAN: Stemmer = {
  stopwords: words(
    'і й та в у на з із зі що як до від за про для це не або але ж би чи по при а о об він вона вони який яка які його її їх',
  ),
  filters: {
    // the apostrophe is written in three ways and often not at all
    uk_signs: instead("['’ʼ`]", ''),
    uk_reflexive: without('.{3,}', words('ся сь')),
    uk_endings: without(
      '.{2,}',
      words(
        'а у ю я і ї о е є и й ь ою ею єю ом ем єм ям ам ах ях ами ями ові еві єві ів їв ей ий ій ого ому им ім их іх ими іми ої ій ості істю остей остям ' +
          'ання анню анням анні аннях ення енню енням енні еннях ала ало али ати ав ила ило или ити ив іла іло іли іти ів ує ують ував увала ували увати ' +
          'є ють уть ять ать ить ить иш еш єш ємо емо имо ете єте ите ено ано',
      ),
    ),
    uk_soft: without('.{2,}', words('ь й і')),
    // г-ж-з, к-ч-ц, х-ш-с change before endings, as i-o and i-e in closed syllables do
    uk_velars: instead('[жз]$', 'г'),
    uk_velars_k: instead('[чц]$', 'к'),
    uk_vowel: instead('[оеі](?=[^аеєиіїоуюя]{1,2}$)', 'і'),
  },
  chain: ['uk_signs', 'uk_reflexive', 'uk_endings', 'uk_soft', 'uk_velars', 'uk_velars_k', 'uk_vowel'],
};

export const POLISH: Stemmer = {
  stopwords: words('i w we z ze na do o od za po dla przez oraz ale a lub że się nie to jest są był jak co który która które jego jej ich'),
  filters: {
    // what softens before endings: gazecie gazeta, drodze droga, rządzie rząd
    pl_ci: instead('ci(?=(e|ą|om|ach|ami)?$)', 't'),
    pl_dzi: instead('dzi(?=e$)', 'd'),
    pl_dze: instead('dz(?=[ey]$)', 'g'),
    pl_endings: without(
      '.{2,}',
      words(
        'a ą e ę i o u y ie ia ią ię iu io em iem om iom ami iami ach iach owi iowi owie ów iów ego iego emu iemu ej iej ym im ych ich ymi imi ' +
          'ać eć ić yć ał ała ało ały ali ił iła iło iły ili ył yła yło yły yli ął ęła ęli uje ują ował owała owali owały ować ono ano eni any ana ane ' +
          'am asz amy acie ają esz emy ecie isz imy icie ysz ymy ycie anie ania aniu aniem enie enia eniu eniem',
      ),
    ),
    pl_soft: instead('(?<=..)i$', ''),
    // ministrze minister, mieście miasto, ręce ręka
    pl_rz: instead('rz$', 'r'),
    pl_sc: instead('ś[ćct]$', 'st'),
    pl_ie: instead('ie(?=(st|t)$)', 'ia'),
    pl_t: instead('ć$', 't'),
    pl_c: instead('cz?$', 'k'),
    pl_z: instead('[żź]$', 'z'),
    pl_s: instead('ś$', 's'),
    pl_n: instead('ń$', 'n'),
    pl_l: instead('ł$', 'l'),
    pl_vowel: instead('ó(?=[^aeiouyąęó]{1,2}$)', 'o'),
    pl_e: instead('(?<=..[^aeiouyąęó])e(?=[^aeiouyąęó]$)', ''),
  },
  chain: [
    'pl_ci',
    'pl_dzi',
    'pl_dze',
    'pl_endings',
    'pl_soft',
    'pl_rz',
    'pl_sc',
    'pl_ie',
    'pl_t',
    'pl_c',
    'pl_z',
    'pl_s',
    'pl_n',
    'pl_l',
    'pl_vowel',
    'pl_e',
  ],
};

/** Korean writes particles onto the word (선거를, 선거에서): they go before the word is cut into pairs. Chinese and Japanese have none of these letters. */
export const KOREAN: Stemmer = {
  stopwords: [],
  filters: {
    ko_particles: without(
      '[가-힣]{2,}',
      words('은 는 이 가 을 를 의 에 에서 에게 께서 으로 로 와 과 도 만 까지 부터 이다 했다 한다 하는 하고'),
    ),
  },
  chain: ['ko_particles'],
};
