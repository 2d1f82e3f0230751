// Month names, January to December, one language a line (genitives where a date uses them).
const MONTHS = `
january february march april may june july august september october november december
januar februar märz april mai juni juli august september oktober november dezember
jänner feber mrz april mai juni juli august september oktober november dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
januari februari maart april mei juni juli augustus september oktober november december
januari februari mrt april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november desember
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
януари февруари март април май юни юли август септември октомври ноември декември
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
január február március április május június július augusztus szeptember október november december
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
januari februari maret april mei juni juli agustus september oktober november desember
يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
`;
// Languages whose short forms would collide with others: only whole words count.
const WHOLE_MONTHS = `
tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
ledna února března dubna května června července srpna září října listopadu prosince
`;

const WEEKDAYS = `
monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo
lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag
segunda terça quarta quinta sexta feira luni marți miercuri joi vineri sâmbătă duminică dilluns dimarts dimecres dijous divendres dissabte diumenge
понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс понеділок вівторок середа п'ятниця субота неділя
poniedziałek wtorek środa czwartek piątek sobota niedziela czw pon hétfő kedd szerda csütörtök péntek szombat vasárnap
pazartesi salı çarşamba perşembe cuma cumartesi pazar δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή
senin selasa rabu kamis jumat sabtu minggu pondělí úterý středa čtvrtek pátek neděle maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai
mo di mi do fr sa so ma di wo do vr za zo tues thurs thur wednes
`;

// Words between the parts of a date that change nothing.
const FILLERS = new Set(
  'of the at on de del d di da do dos the le la les el l a à o um uhr uur kl klo h hrs hs hr ore ora alle ob um am den dem der en em às as om op the т г года в о год р року godz r saat tarihinde στις t den'.split(
    ' ',
  ),
);

/** A word as the tables know it: lower case, without marks and dots. */
export function dateWord(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}.'’]/gu, '')
    .replaceAll('ı', 'i');
}

const months = new Map<string, number>();
for (const line of MONTHS.trim().split('\n')) addMonths(line, true);
for (const line of WHOLE_MONTHS.trim().split('\n')) addMonths(line, false);

function addMonths(line: string, shortened: boolean): void {
  line.split(' ').forEach((name, index) => {
    const word = dateWord(name);
    for (let length = shortened ? Math.min(3, word.length) : word.length; length < word.length; length++) {
      const part = word.slice(0, length);
      // 0 marks a short form that means two months (`jui`): it is refused, never guessed.
      months.set(part, (months.get(part) ?? index + 1) === index + 1 ? index + 1 : 0);
    }
  });
  line.split(' ').forEach((name, index) => {
    months.set(dateWord(name), index + 1);
  });
}

const weekdays = new Set<string>();
for (const name of WEEKDAYS.trim().split(/\s+/)) {
  const word = dateWord(name);
  for (let length = Math.min(3, word.length); length <= word.length; length++) weekdays.add(word.slice(0, length));
}

/** 1 to 12 for a month's name or short form in one of some twenty languages, else undefined. */
export const monthOf = (word: string): number | undefined => months.get(word) || undefined;
export const isWeekday = (word: string): boolean => weekdays.has(word);
export const isFiller = (word: string): boolean => FILLERS.has(word);
