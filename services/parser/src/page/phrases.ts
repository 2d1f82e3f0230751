// JavaScript's own \b knows no letters beyond ASCII: "też" would never end. All letters there are (\p{L}) take half a second to compile.
const WORD_END = '(?![a-z\\dß-ɏа-ӿ])';

/** Phrases of the furniture of news pages, en de fr es it nl pt pl ru sv da no ja zh ar. Each is tried at the start of a line. */
const starts = (phrases: string): RegExp =>
  new RegExp(
    `^[\\p{P}\\p{S}\\s]{0,4}(?:${phrases
      .trim()
      .split(/\s*\n\s*/)
      .join('|')
      .replace(/\\b(?=[.$|)]|$)/g, WORD_END)})`,
    'iu',
  );

/** Lines that point to other pages. */
export const RELATED = starts(`
  (?:related|recommended|more)(?: (?:articles?|stories|story|news|content|coverage|posts?|reading|topics?|links?|from|on|about|in))?\\s*[:|»]
  (?:related|recommended) (?:articles?|stories|story|news|content|coverage|posts?|reading|topics?|links?)\\b
  (?:also |further )?read(?:ing)?(?: (?:more|also|next|now|this|on|the full|our|here))*\\s*[:|»]
  read (?:more|also|next|the (?:full|original))\\b
  see (?:also|more)\\b
  (?:don['’]t|do not) miss\\b
  you (?:may|might) (?:also )?(?:like|be interested)
  more (?:on|from|about) (?:this|the author|this story|our)\\b
  (?:watch|listen|view|click|tap) (?:the video|more|now|also|here|below|above)\\b
  (?:watch|listen|video|podcast|gallery|photos|in pictures)\\s*[:|]
  (?:weiterlesen|weiterführende (?:links|informationen)|mehr lesen)\\b
  (?:lesen|lies|sehen|hören) sie (?:auch|dazu|hier|mehr)\\b
  (?:lesen sie|lies) (?:auch|mehr)
  mehr (?:zum thema|dazu|lesen|aus|zu diesem|infos?\\b)
  (?:auch interessant|das könnte (?:sie|dich) (?:auch )?interessieren|weitere (?:artikel|themen|meldungen|nachrichten|informationen zum)|passend dazu|zum thema\\s*:)
  (?:lire|à lire|voir|a lire|lisez)(?: aussi| également| plus| la suite| notre)
  (?:sur le même sujet|pour aller plus loin|à lire sur)
  (?:lea|lee|leer|ver|vea|mira)(?: también| además| más)\\b
  (?:te puede interesar|le puede interesar|noticias relacionadas|artículos relacionados|más información\\s*:|más sobre)
  (?:leggi|guarda)(?: anche| altro| di più)\\b
  (?:potrebbe interessarti|articoli correlati)
  (?:lees|bekijk|kijk)(?: ook| verder| meer)\\b
  (?:leia|veja|saiba)(?: também| mais)\\b
  (?:czytaj|zobacz|przeczytaj)(?: także| też| również| więcej)\\b
  (?:читайте|смотрите|см\\.)(?: также| ещё| еще| по теме)
  (?:läs|se) (?:också|även|mer)\\b
  (?:læs|les|se) (?:også|mere|mer)\\b
  関連(?:記事|リンク|ニュース)|あわせて読みたい|延伸閱讀|延伸阅读|相关(?:新闻|阅读|文章)|اقرأ أيضا
`);

/** Lines of buttons, offers, counters and notices. */
export const FURNITURE = starts(`
  (?:advert|advertisement|advertising|anzeige|werbung|publicité|publicidad|pubblicità|advertentie|publicidade|reklama|реклама|annons|annonce|sponsored|iklan|mainos|hirdetés|inzerce|διαφήμιση|広告|광고|廣告|广告)\\s*(?:[-–:]|$)
  (?:story|article|content) continues below
  continue reading\\b
  (?:share|tweet|pin|print|email|e-mail|copy link|save|flip|comments?|facebook|twitter|whatsapp|linkedin|reddit|telegram|instagram|pinterest)(?:\\s*(?:this|article|story|on|via|to|with|[:|(\\d+,/·-]|facebook|twitter|whatsapp|linkedin|email|e-mail|print|share|tweet|copy link|pinterest|reddit|telegram|x\\b))*$
  (?:share|teilen|partager|compartir|condividi|delen|compartilhar|udostępnij|поделиться|dela)\\b.{0,40}$
  (?:sign|log) ?(?:up|in)\\b
  (?:subscribe|register|join|become a)\\b.{0,100}(?:newsletter|channel|today|now|here|member|list|email|updates|podcast)
  (?:subscribe|support)(?: (?:now|today|us|to))?[.!]?$
  (?:get|receive|stay|keep)\\b.{0,80}(?:newsletter|inbox|alerts|up to date|updated|notifications)
  follow (?:us|me|him|her|them|the|our|@|\\p{Lu})
  (?:download|get) (?:the|our)\\b.{0,40}\\bapp\\b
  (?:the views|opinions) expressed
  (?:all rights reserved|copyright|©|\\(c\\)\\s)
  (?:this (?:article|story|post) (?:was|has been|is) (?:originally |first )?(?:published|updated|corrected|amended|appeared|sponsored))
  editor['’]s note\\s*:
  update\\s*:[^\\p{L}]{0,20}(?:\\p{L}+[^\\p{L}]{1,20}){0,3}\\p{L}*[^\\p{L}]{0,20}$
  (?:last )?(?:updated|published|posted|modified|first published)\\b.{0,60}\\d[^\\p{L}]{0,20}(?:\\p{L}+[^\\p{L}]{1,20}){0,6}\\p{L}*[^\\p{L}]{0,20}$
  (?:veröffentlicht|aktualisiert|stand|zuletzt|erstellt)\\b.{0,40}\\d
  (?:publié|mis à jour|modifié)\\b.{0,60}\\d
  (?:publicado|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|bijgewerkt|opublikowano|опубликовано|обновлено)\\b.{0,60}\\d
  (?:with )?(?:additional )?(?:reporting|files) (?:by|from)\\b
  mit (?:dpa|afp|ap|reuters|sid|epd|kna|apa|informationen|material|agenturmaterial)\\b.{0,120}$
  (?:reporting|additional reporting|writing|editing|edited|compiled|translated) by\\b
  (?:mit material von|quelle|source|fuente|fonte|bron|źródło|источник)\\s*:
  (?:file |handout |stock )?(?:photos?|images?|pictures?|pics?|video|graphic|illustration|foto|fotos|bild|bilder|crédits?|fotografía|imagen|kép|zdjęcie|фото)(?: (?:by|credit|courtesy|von|de|di))?\\s*[:©/|]
  \\(?(?:photo|image|picture|ap photo|reuters/|getty images|file photo|representational image)\\b.{0,90}$
  (?:view|show|load|see) (?:all|more|comments|\\d+)
  (?:note\\W{1,2})?(?:we are|all|comments?|comentários|comentarios|kommentare|commentaires)\\b.{0,80}(?:moderat|moderador|moderiert|modér|freigeschaltet)
  .{0,120}letters to the editor\\b.{0,80}\\b(?:hear|send|write|submit)\\b
  (?:tags?|topics?|themen|schlagwörter|mots-clés|etiquetas|argomenti|temas|filed under|categor(?:y|ies)|keywords|теги)\\s*:
  \\d+\\s*(?:comments?|shares?|views?|likes?|min(?:ute)?s?(?: read)?|kommentare?|commentaires?|comentarios?)\\b.{0,20}$
  (?:reading time|estimated read|lesezeit|temps de lecture|tiempo de lectura)\\b
  (?:we use cookies|this (?:site|website) uses cookies|wir verwenden cookies|nous utilisons des cookies)
  (?:please )?(?:enable|turn on) (?:javascript|cookies)
  we apologi[sz]e,? but this\\b
  get in touch with (?:us|our)\\b
  embed(?: code)?$
  (?:\\S{1,12} )?(?:opens|öffnet|öffnet sich|s['’]ouvre|se abre)(?: in(?: a)?| im| dans une?| en una?)? (?:new|neue[nms]?|nouvel(?:le)?|nueva) \\S{3,10}$
  (?:diesen |den )?(?:artikel|beitrag) (?:teilen|drucken|merken|kommentieren)
  (?:do you )?(?:have|got) (?:a |any )?(?:tip|story|news|question)\\b.{0,60}\\?
  (?:listen to|hear) this (?:article|story)
  (?:inhaltsverzeichnis|inhalt|table of contents|in this article|sommaire|índice|indice|inhoudsopgave|spis treści|содержание)\\s*:?$
  (?:möchten|wollen) sie (?:diesen|den) (?:artikel|beitrag) teilen
  (?:we want to hear|what do you think|tell us what you think|let us know)\\b
  (?:skip|jump) to\\b
  (?:back|return) to\\b.{0,30}$
  (?:loading|play|pause|mute|replay)(?: video| audio)?\\W*$
  (?:image|video|media) caption\\b
  this (?:video|content) (?:is|can|cannot|could)\\b
  copy(?:right)? (?:link|©)
  (?:folgen sie uns|folge uns|suivez-nous|abonnez-vous|inscrivez-vous|síguenos|suscríbete|seguici|iscriviti|volg ons|meld je aan|schrijf je in|siga-nos|inscreva-se|obserwuj nas|zapisz się|følg oss|følg os|följ oss)(?!\\p{L}).{0,80}$
  (?:подписывайтесь|подпишитесь|следите за нами|присоединяйтесь)(?!\\p{L}).{0,80}$
  (?:シェア|ツイート|印刷|この記事を(?:シェア|印刷|保存)|続きを読む|もっと見る|次の記事|前の記事|フォローする).{0,20}$
  (?:分享(?:到|至)?|打印|点击(?:查看|进入|关注)|点此|扫码|扫一扫|责任编辑|責任編輯|原标题|来源[:：]|來源[:：]|版权所有).{0,40}$
  (?:شارك|مشاركة|طباعة|اشترك|تابعنا|تابعوا|اقرأ المزيد|حجم الخط|المصدر\\s?:|إعلان)(?!\\p{L}).{0,40}$
`);

/** Notices about embedded content and affiliate links, at whatever length. */
export const NOTICE = starts(`
  (?:empfohlener (?:redaktioneller|externer) inhalt|externer inhalt)\\b
  an dieser stelle (?:finden sie|befindet sich|steht|würde)\\b
  (?:ich bin|sind sie) damit einverstanden\\b
  (?:wir benötigen|hier fehlt) (?:ihre|deine) (?:zustimmung|einwilligung)
  mit (?:dem laden|klick|dem klick|der aktivierung)\\b.{0,80}(?:datenschutz|einwillig|akzeptier|einverstanden)
  (?:die|alle) mit .{0,40}(?:gekennzeichneten|markierten) (?:links|produkte)
  (?:this (?:article|post|page) (?:may )?contains? affiliate|(?:we|\\p{Lu}\\S{0,20}) may (?:earn|receive) (?:a |an )?(?:affiliate )?commission|if you (?:buy|click|purchase) .{0,60}(?:we|may))
  (?:this content is (?:hosted|provided|not available)|to (?:view|see|display) this (?:content|video|post|embed)|allow .{0,30} content\\?)
  (?:ce contenu|cette vidéo) (?:est|a été|n'est)\\b
  (?:este contenido|este vídeo) (?:está|no)\\b
`);

/** Lines of a paywall or registration wall: what stands in the place of the text. */
export const WALL = starts(`
  (?:to )?(?:continue|keep|finish) reading\\b.{0,80}(?:subscri|sign|log|regist|account|free|join|$)
  (?:this|the full) (?:article|story|content|post) is (?:only )?(?:for|available (?:only )?to|exclusive(?:ly)? (?:to|for)|reserved for) (?:our )?(?:paid |paying |premium |registered )?(?:subscribers|members|readers)
  (?:already|are you) (?:a|an) (?:paid |existing )?(?:subscriber|member)\\b
  (?:subscribe|sign up|register|log in|sign in) (?:now |today |here |for free )?(?:to|for) (?:read|continue|unlock|access|keep reading|full access|unlimited)
  (?:unlock|get) (?:this (?:article|story)|unlimited (?:digital )?access|full access)\\b
  (?:you(?:'|’)?(?:ve| have)) (?:reached|read|used) (?:your|all|the|\\d+).{0,60}(?:articles?|limit)
  (?:dieser|der vollständige|den ganzen) (?:artikel|beitrag|inhalt|text)\\b.{0,60}(?:abonnent|abo\\b|registriert|plus|mitglied)
  (?:sie sind |du bist )?bereits (?:abonnent|registriert|kunde|mitglied)\\b
  (?:jetzt|gleich|sofort|mit \\S{2,20}) (?:weiterlesen|freischalten|abonnieren)\\b
  (?:weiterlesen|lesen sie weiter) mit\\b
  (?:cet article|la suite de cet article|la suite|ce contenu) (?:est|vous est) réservée? aux? (?:abonné|membre|inscrit)
  article réservé aux abonnés
  .{0,60}\\b(?:log|sign) in or (?:create|register|subscribe)\\b
  il vous reste [\\d,.]+ ?% de (?:cet article|ce contenu)
  (?:déjà|vous êtes) abonnée?\\b
  (?:abonnez-vous|s['’]abonner) pour (?:lire|continuer|accéder)
  (?:contenido|artículo) (?:exclusivo|solo|sólo|reservado) (?:para|a) (?:suscriptores|socios|usuarios)
  (?:suscríbete|suscríbase|regístrate|inicia sesión) para (?:leer|seguir|continuar|acceder)
  (?:¿)?ya eres (?:suscriptor|premium|socio)
  (?:contenuto|articolo) (?:riservato|esclusivo|disponibile solo) (?:agli|per gli) abbonati
  (?:abbonati|accedi|registrati) per (?:leggere|continuare)
  (?:sei già|già) abbonato\\b
  (?:dit artikel|dit verhaal) is (?:alleen|exclusief) (?:voor|beschikbaar voor) (?:abonnees|leden)
  (?:al|reeds|bent u al) abonnee\\b
  (?:conteúdo|matéria) (?:exclusiv[oa]|restrit[oa]) (?:para|a) assinantes
  (?:assine|cadastre-se|faça login) para (?:ler|continuar)
  já é assinante\\b
  (?:artykuł|treść|materiał) (?:dostępn[ya]|tylko) .{0,20}(?:dla|prenumerator|subskrybent)
  (?:этот материал|статья|полный текст) .{0,30}(?:доступ\\p{L}+ (?:только )?подписчик|по подписке)
  (?:この記事は|ここから先は).{0,20}(?:会員限定|有料会員|会員登録)|(?:続きを読むには|残り\\d+文字)
  (?:本文|全文|该内容)(?:仅|只)限?(?:会员|订阅|付费)|(?:登录|订阅)后(?:继续)?阅读
  هذا المحتوى (?:حصري |متاح )?للمشتركين
`);

/** Headings after which there is no more article: comments, tags, the author, other stories, offers. */
export const TAIL = starts(`
  (?:comments?|leave a (?:comment|reply)|post a comment|join the (?:conversation|discussion)|discussion|responses?|reader comments|\\d+ (?:comments?|thoughts|replies|responses))\\b.{0,40}$
  (?:related|recommended|similar|more|other|latest|top|popular|trending|featured|recent)\\s+(?:articles?|stories|story|news|posts?|content|coverage|reading|topics?|links?|headlines|videos?|from|on|in|by)\\b.{0,60}$
  (?:most (?:read|popular|viewed|shared|commented)|read next|up next|what to read next|you may also like|you might also like|don['’]t miss|editors?['’] picks?|trending(?: now)?|popular|see also|further reading|references|external links|footnotes?|sources)\\s*:?$
  (?:about|meet|written by) (?:the )?(?:author|writer|us)s?\\b.{0,40}$
  (?:tags?|topics?|categories|filed under|in this (?:article|story)|share this|share)\\s*:?.{0,20}$
  (?:newsletter|sign up|subscribe|stay (?:connected|informed|up to date)|get (?:the|our) (?:best|latest|newsletter))\\b.{0,80}$
  (?:kommentare?|kommentar (?:schreiben|verfassen|hinterlassen)|diskussion|schreibe einen kommentar|mehr zum thema|weitere (?:artikel|themen|nachrichten|beiträge)|das könnte (?:sie|dich|ihnen)|meistgelesen|(?:häufig|meist|oft) gelesen|ähnliche (?:artikel|beiträge)|zum autor|über den autor|über die autorin|verwandte)\\b.{0,50}$
  (?:commentaires?|laisser un commentaire|réagir|à découvrir|à ne pas manquer|à lire aussi|sur le même (?:sujet|thème)|les plus lus|articles? (?:liés|similaires)|à propos de l['’]auteur)\\b.{0,50}$
  (?:comentarios?|deja (?:un|tu) comentario|noticias relacionadas|artículos relacionados|lo más (?:leído|visto)|más noticias|te puede interesar|sobre el autor|archivado en)\\b.{0,50}$
  (?:commenti|lascia un commento|articoli correlati|leggi anche|i più letti|potrebbe interessarti)\\b.{0,50}$
  (?:reacties|lees ook|lees meer|meest gelezen|gerelateerd|reageer)\\b.{0,50}$
  (?:comentários|deixe (?:um|seu) comentário|leia também|mais lidas|notícias relacionadas|veja também|sobre o autor)\\b.{0,50}$
  (?:komentarze|dodaj komentarz|czytaj także|zobacz także|powiązane)\\b.{0,50}$
  (?:комментарии|читайте также|по теме|оставить комментарий|похожие)(?!\\p{L}).{0,50}$
  more\\b.{0,40}\\b(?:stories|articles|news|posts|videos|reads|headlines)$
  (?:отзывы|добавить отзыв|самые популярные|популярн|ещё по теме|еще по теме).{0,40}$
  (?:コメント|関連(?:記事|ニュース|リンク)|あわせて読みたい|おすすめ(?:記事)?|アクセスランキング|人気記事).{0,20}$
  (?:相关(?:新闻|阅读|文章|推荐)|相關(?:新聞|文章|閱讀)|延伸(?:阅读|閱讀)|推荐阅读|热门(?:新闻|推荐|文章)|评论|評論|网友评论).{0,20}$
  (?:التعليقات|تعليقات|اقرأ أيض|مواضيع ذات صلة|مقالات ذات صلة|أخبار ذات صلة|الأكثر قراءة|الكلمات المفتاحية).{0,40}$
`);

/** Offers and notes that may begin with anything. */
export const OFFER =
  /\b(?:sign up|subscribe|register)\b.{0,80}\b(?:newsletters?|inbox|e-?mails?)\b|\bnewsletter (?:informiert|liefert|bringt|erhalten|abonnieren)\b|\bclick here(?: (?:for|to) [^.!?]{2,40})?[.!]?$|\bcontributed (?:to this (?:report|story|article)|reporting)\b/iu;

/** A line that names who wrote or made it. */
export const BYLINE =
  /^(?:(?:written |reported |posted |story |text )?by|von|par|por|di|door|av|af|autor(?:in)?|author|text|auteur|foto|автор)\b[\s:]{1,3}[^.!?]{2,90}$/iu;
