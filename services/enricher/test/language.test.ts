import { beforeAll, expect, test, vi } from 'vitest';
import { createLanguageDetector, type DetectLanguage, decide } from '../src/language.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const LEADS: Readonly<Record<string, string>> = {
  en: 'The government said on Tuesday that it would send more money to the towns that were flooded last week.',
  fr: 'Le gouvernement a annoncé mardi une nouvelle aide pour les communes touchées par les inondations de la semaine dernière.',
  de: 'Die Regierung kündigte am Dienstag weitere Hilfen für die Gemeinden an, die vorige Woche überschwemmt wurden.',
  es: 'El gobierno anunció el martes nuevas ayudas para los municipios afectados por las inundaciones de la semana pasada.',
  it: 'Il governo ha annunciato martedì nuovi aiuti per i comuni colpiti dalle alluvioni della settimana scorsa.',
  pt: 'O governo anunciou na terça-feira novas ajudas para os municípios atingidos pelas inundações da semana passada.',
  nl: 'De regering heeft dinsdag nieuwe steun aangekondigd voor de gemeenten die vorige week door het water zijn getroffen.',
  pl: 'Rząd ogłosił we wtorek nową pomoc dla gmin, które w zeszłym tygodniu ucierpiały w wyniku powodzi.',
  ru: 'Правительство объявило во вторник о новой помощи городам, пострадавшим от наводнения на прошлой неделе.',
  uk: 'Уряд оголосив у вівторок про нову допомогу містам, які постраждали від повені минулого тижня.',
  tr: 'Hükümet salı günü, geçen hafta selden etkilenen ilçeler için yeni yardımlar açıkladı.',
  ar: 'أعلنت الحكومة يوم الثلاثاء عن مساعدات جديدة للمدن التي تضررت من الفيضانات الأسبوع الماضي.',
  fa: 'دولت روز سه‌شنبه از کمک‌های تازه برای شهرهایی خبر داد که هفته گذشته دچار سیل شدند.',
  hi: 'सरकार ने मंगलवार को उन शहरों के लिए नई सहायता की घोषणा की जो पिछले हफ्ते बाढ़ से प्रभावित हुए थे।',
  zh: '政府周二宣布，将向上周遭受洪水的城镇提供新的援助。',
  ja: '政府は火曜日、先週の洪水で被害を受けた町に新たな支援を行うと発表した。',
  ko: '정부는 화요일 지난주 홍수로 피해를 입은 도시에 새로운 지원을 제공하겠다고 발표했다.',
  th: 'รัฐบาลประกาศเมื่อวันอังคารว่าจะส่งความช่วยเหลือเพิ่มเติมไปยังเมืองที่ถูกน้ำท่วมเมื่อสัปดาห์ที่แล้ว',
  el: 'Η κυβέρνηση ανακοίνωσε την Τρίτη νέα βοήθεια για τις πόλεις που επλήγησαν από τις πλημμύρες την περασμένη εβδομάδα.',
  he: 'הממשלה הודיעה ביום שלישי על סיוע חדש לערים שנפגעו מהשיטפונות בשבוע שעבר.',
};

let detect: DetectLanguage;
beforeAll(async () => {
  ({ detect } = await createLanguageDetector());
});

test.each(Object.entries(LEADS))('a lead in %s is told by its words alone', async (language, text) => {
  const found = await detect(text, null);
  expect(found.language).toBe(language);
  expect(found.confidence).toBeGreaterThan(0.5);
  expect(found.confidence).toBeLessThanOrEqual(1);
});

test('a wrong claim of the publisher does not change what the words say', async () => {
  expect(await detect(LEADS['de'] ?? '', 'en')).toMatchObject({ language: 'de' });
  expect(await detect(LEADS['ja'] ?? '', 'en-US')).toMatchObject({ language: 'ja' });
});

test('a text without letters has the language that is declared, under its usual name, else none', async () => {
  for (const text of ['', '   ', '12:30 — 45 %', '🎉🎉🎉', '. . .']) {
    expect(await detect(text, null)).toEqual({ language: 'und', confidence: 0 });
    expect(await detect(text, 'nb-NO')).toEqual({ language: 'no', confidence: 0 });
  }
});

test.each(['constructor', '__proto__', 'toString', 'english', 'x'.repeat(5_000), '', '12', 'e n', 'de; DROP', 'xx\u0000'])(
  'the claim "%s" is no language, and is never handed on as one',
  async (declared) => {
    expect(await detect('', declared)).toEqual({ language: 'und', confidence: 0 });
    expect((await detect(LEADS['fr'] ?? '', declared)).language).toBe('fr');
  },
);

test('any text is answered: half a character at the cut, control characters, very long words, many lines', async () => {
  const texts = [
    `${'a'.repeat(999)}😀`,
    `${'b '.repeat(499)}c😀 d`,
    '\ud83d',
    '\u0000\u0001',
    'x'.repeat(200_000),
    'line\r\n\n\t'.repeat(5_000),
  ];
  for (const text of texts) {
    const { language, confidence } = await detect(text, null);
    expect(language).toMatch(/^[a-z]{2,3}$/);
    expect(confidence).toBeGreaterThanOrEqual(0);
    expect(confidence).toBeLessThanOrEqual(1);
  }
});

test('where the detectors are not sure, what is declared decides', () => {
  const torn = [
    { language: 'da', sure: 0.4 },
    { language: 'no', sure: 0.4 },
  ];
  expect(decide(torn, torn, 'no').language).toBe('no');
  expect(decide(torn, torn, 'da').language).toBe('da');
});

test('a claim that neither detector thinks of does not outweigh them', () => {
  const sure = [{ language: 'fr', sure: 0.95 }];
  expect(decide(sure, sure, 'de').language).toBe('fr');
});

test('one detector alone decides where the other is missing', () => {
  const decided = decide([{ language: 'pt', sure: 0.9 }], [], null);
  expect(decided.language).toBe('pt');
  expect(decided.confidence).toBeGreaterThan(0.3);
});

test('nothing said by either is no language', () => {
  expect(decide([], [], null)).toMatchObject({ language: 'und', confidence: 0 });
});
