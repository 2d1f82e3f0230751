type Text = { title: string; subtitle: string | null; body: string };

/** Longest line that may be noise, characters. */
const LINE = 120;
const COUNTER =
  /^\W*[\d.,\s]+[KkMm]?\s*(comments?|views?|shares?|likes?|reads?|min(ute)?s?( read)?|kommentare?|aufrufe|commentaires?|vues|partages|comentarios?|vistas|коментар\w*|комментари\w*|просмотр\w*)\b/iu;
const ADVERT =
  /^\W*(advertisement|advert|sponsored|promoted|anzeige|werbung|publicité|publicidad|pubblicità|реклама|subscribe|sign up|newsletter|read (more|also)|related|share this|follow us)\b/iu;
// a few words follow the time at most: more are an update itself
const STAMP =
  /^\W*((last )?updated?|published|aktualisiert|stand|mis à jour|actualizado|aggiornato|обновлено|оновлено)\b.{0,60}\d[^\p{L}]{0,20}(?:\p{L}+[^\p{L}]{1,20}){0,3}\p{L}*[^\p{L}]{0,20}$/iu;

/** Whether two versions differ in nothing a reader would call a correction: white space, case, punctuation, counters, adverts, time stamps. */
export const sameToReaders = (one: Text, other: Text): boolean => essence(one) === essence(other);

function essence({ title, subtitle, body }: Text): string {
  const lines = body.split('\n').filter((line) => line.length > LINE || ![COUNTER, ADVERT, STAMP].some((noise) => noise.test(line)));
  return [title, subtitle ?? '', lines.join(' ')].map(folded).join('\n');
}

const folded = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    // what stands inside a number stays: 1.5 is not 15
    .replace(/(?<!\p{N})[^\p{L}\p{N}\s]+|[^\p{L}\p{N}\s]+(?!\p{N})/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
