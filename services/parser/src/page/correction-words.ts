const lines = (phrases: string): string =>
  phrases
    .trim()
    .split(/\s*\n\s*/)
    .join('|');

/** What a notice of correction is called: en de fr es it nl pt pl ru sv da no ar zh ja. */
const LABELS = lines(`
  (?:an? |important )?(?:corrections?|clarifications?)(?: (?:and|&|/|or) (?:corrections?|clarifications?))?(?: (?:notice|note|appended))?|errat(?:um|a)|corrigend(?:um|a)
  (?:korrektur(?:hinweis)?|berichtigung|richtigstellung|korrigendum|klarstellung)
  (?:rectificatifs?|rectifications?|correctifs?|mise au point)
  (?:fe de (?:erratas?|errores)|correcci(?:ón|ones)|rectificaci(?:ón|ones)|aclaraci(?:ón|ones)|nota aclaratoria)
  (?:errata[- ]corrige|rettific(?:a|he)|correzion[ei]|precisazione)
  (?:rectificaties?|correcties?|rechtzetting)
  (?:corre(?:ç|cç)(?:ão|ões)|retifica(?:ção|ções)|erramos)
  (?:sprostowani[ea]|korekta)
  (?:исправлени[ея]|поправк[аи]|уточнени[ея]|опровержение)
  (?:rättelse|rettelse|korreksjon|berichtigt)
  (?:تصحيح|تصويب|استدراك)
  (?:更正(?:启事|啟事|说明|說明)?|勘误|勘誤|訂正(?:とお詫び)?|お詫びと訂正|おわびと訂正|订正)
`);

/** How a notice begins that has no label, and what makes an editor's note one. */
const SENTENCES = lines(`
  (?:in )?(?:an?|the) (?:earlier|previous|prior|original|initial|first) (?:version|edition) of this (?:article|story|report|column|post|piece|review|obituary|headline|caption|page|article[’']s)
  (?:this|the) (?:article|story|report|column|post|piece|review|headline|caption)(?:[’']s \\p{L}+)? (?:has been|was) (?:corrected|amended|(?:updated|edited|changed|revised) to (?:correct|clarify|fix|reflect the correct))
  (?:this|the) (?:article|story|report|version|post|item)(?: \\p{L}+)? (?:corrects|incorrectly|mistakenly|erroneously|misstated|misidentified|misspelled)
  (?:due to|because of) an? (?:\\p{L}+ )?error,
  (?:in )?eine[rm]? (?:frühere|erste|vorherige|vorige|ursprüngliche|ältere)n? (?:version|fassung) (?:dieses|des) (?:artikels|textes|beitrags|berichts)
  (?:dieser|der) (?:artikel|text|beitrag|bericht) wurde (?:nachträglich )?(?:korrigiert|berichtigt)
  (?:dans )?une? (?:première|précédente|ancienne) version de (?:cet|l['’]|ce)|une version (?:antérieure|précédente|initiale) de (?:cet|l['’]|ce)|cet article a été (?:corrigé|rectifié)
  (?:en )?una (?:(?:primera |anterior )?versión (?:anterior|previa|inicial)?|primera versión) ?de (?:este|esta|la) (?:artículo|noticia|información|texto|nota)|(?:este|esta) (?:artículo|noticia|información) ha sido (?:corregid|rectificad)[oa]
  (?:in )?una (?:versione precedente|precedente versione|prima versione) d(?:i quest|ell)['’oa]|quest['’o] ?articolo è stato corretto
  in een (?:eerdere|vorige) versie van dit (?:artikel|bericht|stuk|verhaal)|dit artikel is (?:gecorrigeerd|gerectificeerd)
  (?:em )?(?:uma )?(?:versão anterior|primeira versão) (?:deste|desta)|(?:este|esta) (?:texto|artigo|reportagem|matéria) foi (?:corrigid|retificad)[oa]
  we? (?:wcześniejszej|poprzedniej|pierwotnej|pierwszej) wersji (?:tego )?(?:artykułu|tekstu|materiału)
  в (?:предыдущей|первоначальной|более ранней|первой|ранней) версии (?:этой |этого |данной |данного )?(?:статьи|текста|материала|новости|заметки)
  i en (?:tidigare|tidligere) versj?ion av (?:denna|den|denne|artikeln|artikel)
  (?:في )?نسخة سابقة من هذ
  (?:本文|此文|本报道|本報道)(?:的)?(?:早前|此前|先前|之前|较早|較早|早期|初)(?:的)?版本
  (?:この記事の)?(?:以前|当初|初出|更新前)の?(?:版|バージョン|記事|見出し)(?:で|に)
`);

const NOTE = "(?:editor[’']?s[’']? note|note|update|updated|hinweis|anmerkung(?: der redaktion)?|nota|ndlr|noot|opmerking)\\s?[:–—-]\\s?";
const OPEN = '^[\\p{P}\\p{S}\\s]{0,4}';
const DATED = '(?:\\s?[,(]?[^:.!?()]{0,40}\\d[^:.!?()]{0,20}\\)?)?';

/** A line that begins a notice: its label with a mark after it, or a sentence that says what was wrong. */
export const NOTICE_START = new RegExp(`${OPEN}(?:(?:${LABELS})${DATED}\\s?[:：—–】\\]]|(?:${NOTE})?(?:${SENTENCES}))`, 'iu');
/** A label that stands alone above its notice. */
export const NOTICE_LABEL = new RegExp(`${OPEN}(?:${LABELS})[\\p{P}\\s]{0,3}$`, 'iu');

/** Lines that ask readers to report errors, or name the page where corrections are listed. */
export const INVITATION =
  /\b(?:report|suggest|submit|send|request|spot(?:ted)?|notice[d]?|found|see) (?:us |to us )?(?:an?|any|the|your)? ?(?:possible |factual )?(?:errors?|corrections?|mistakes?|typos?|inaccurac)|corrections? polic|fehler (?:gefunden|entdeckt|melden|bemerkt)|signaler une|une (?:erreur|faute) ?\?|(?:reportar|informar|notificar) (?:de )?(?:un )?error|segnala|(?:tik)?fout (?:gezien|gevonden|melden|ontdekt)|(?:reportar|comunicar|encontrou|informar?) (?:um )?erro|(?:нашли|заметили|сообщить) .{0,15}(?:ошибк|опечатк)|(?:zgłoś|widzisz|znalazłeś) .{0,20}błąd|我要纠错|纠错|報錯|报错/iu;
