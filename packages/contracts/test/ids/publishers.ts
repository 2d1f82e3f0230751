/** [same | apart, the rule that decides, one address, another], both on the publisher's own host unless they name one. */
type Case = readonly ['same' | 'apart', rule: string, one: string, other: string];

/** Addresses in the shapes that big publishers of the world give them, by home of the publisher. */
export const PUBLISHERS: Readonly<Record<string, readonly Case[]>> = {
  'https://www.bbc.com': [
    ['same', 'campaign of its feeds', '/news/articles/c4ng2kxq1?at_medium=RSS&at_campaign=rss', '/news/articles/c4ng2kxq1'],
    ['same', 'a place in the page', '/news/live/c4ng2kxq1t#comments', '/news/live/c4ng2kxq1t'],
    ['apart', 'page of a live blog', '/news/live/c4ng2kxq1t?page=2', '/news/live/c4ng2kxq1t'],
    ['apart', 'post of a live blog', '/news/live/c4ng2kxq1t?post=asset%3Aa1', '/news/live/c4ng2kxq1t?post=asset%3Ab2'],
  ],
  'https://www.theguardian.com': [
    ['same', 'share button', '/world/2024/feb/10/floods?CMP=Share_iOSApp_Other', '/world/2024/feb/10/floods'],
    ['apart', 'section in the path', '/world/2024/feb/10/floods', '/uk-news/2024/feb/10/floods'],
    ['apart', 'post of a live blog', '/world/live/2024/feb/10/x?page=with:block-1', '/world/live/2024/feb/10/x?page=with:block-2'],
  ],
  'https://www.telegraph.co.uk': [
    ['same', 'campaign', '/news/2024/02/10/floods/?WT.mc_id=e_DM1&WT.tsrc=email', '/news/2024/02/10/floods/'],
    ['apart', 'day in the path', '/news/2024/02/10/floods/', '/news/2024/02/11/floods/'],
  ],
  'https://www.independent.co.uk': [
    ['same', 'campaign', '/news/world/floods-b2494.html?utm_source=reddit.com', '/news/world/floods-b2494.html'],
    ['apart', 'number in the path', '/news/world/floods-b2494.html', '/news/world/floods-b2495.html'],
    ['apart', 'AMP is joined by its canonical', '/news/world/floods-b2494.html?amp', '/news/world/floods-b2494.html'],
  ],
  'https://www.irishtimes.com': [
    ['same', 'campaign', '/world/2024/02/10/floods/?utm_campaign=nl', '/world/2024/02/10/floods/'],
    ['apart', 'edition of the path', '/world/2024/02/10/floods/', '/ireland/2024/02/10/floods/'],
  ],
  'https://www.rte.ie': [
    ['same', 'scheme', 'http://www.rte.ie/news/world/2024/0210/1431-floods/', '/news/world/2024/0210/1431-floods/'],
    ['apart', 'number in the path', '/news/world/2024/0210/1431-floods/', '/news/world/2024/0210/1432-floods/'],
  ],
  'https://www.nytimes.com': [
    ['same', 'gift link', '/2024/02/10/us/a.html?unlocked_article_code=1.UU0&smid=url-share', '/2024/02/10/us/a.html'],
    ['same', 'place on the front page', '/2024/02/10/us/a.html?action=click&module=Well&pgtype=Homepage', '/2024/02/10/us/a.html'],
    ['apart', 'interactive and article', '/interactive/2024/02/10/us/a.html', '/2024/02/10/us/a.html'],
  ],
  'https://www.washingtonpost.com': [
    ['same', 'campaign', '/politics/2024/02/10/a/?itid=sr_1&utm_source=rss', '/politics/2024/02/10/a/'],
    ['apart', 'AMP is joined by its canonical', '/politics/2024/02/10/a/?outputType=amp', '/politics/2024/02/10/a/'],
  ],
  'https://www.latimes.com': [
    ['same', 'campaign', '/california/story/2024-02-10/a?utm_id=1', '/california/story/2024-02-10/a'],
    ['apart', 'day in the path', '/california/story/2024-02-10/a', '/california/story/2024-02-11/a'],
  ],
  'https://www.cnn.com': [
    ['same', 'campaign', '/2024/02/10/europe/a/index.html?cid=social_cnn&iref=rss', '/2024/02/10/europe/a/index.html'],
    ['apart', 'lite edition', 'https://lite.cnn.com/2024/02/10/europe/a', '/2024/02/10/europe/a/index.html'],
  ],
  'https://www.foxnews.com': [
    ['same', 'syndication', '/world/a?intcmp=tw_fnc', '/world/a'],
    ['apart', 'AMP is joined by its canonical', '/world/a.amp', '/world/a'],
  ],
  'https://apnews.com': [
    ['same', 'share', '/article/a-1f2e3d?utm_source=copy&utm_medium=share', '/article/a-1f2e3d'],
    ['apart', 'hash in the path', '/article/a-1f2e3d', '/article/a-1f2e3e'],
  ],
  'https://www.politico.com': [
    ['same', 'campaign', '/news/2024/02/10/a-0014?utm_source=nl', '/news/2024/02/10/a-0014'],
    ['apart', 'number in the path', '/news/2024/02/10/a-0014', '/news/2024/02/10/a-0015'],
  ],
  'https://abcnews.go.com': [
    ['same', 'campaign', '/US/wireStory/a-107?cid=social_fb_abcn', '/US/wireStory/a-107'],
    ['apart', 'number in the query', '/US/story?id=107', '/US/story?id=108'],
  ],
  'https://www.cbc.ca': [
    ['same', 'feed', '/news/canada/a-1.7111?cmp=rss', '/news/canada/a-1.7111'],
    ['apart', 'number in the path', '/news/canada/a-1.7111', '/news/canada/a-1.7112'],
  ],
  'https://www.theglobeandmail.com': [
    ['same', 'campaign', '/world/article-a/?utm_medium=Referrer:+Social', '/world/article-a/'],
    ['apart', 'trailing slash is joined by its canonical', '/world/article-a', '/world/article-a/'],
  ],
  'https://www.abc.net.au': [
    ['same', 'share', '/news/2024-02-10/a/1034?utm_campaign=abc_news_web&utm_content=link', '/news/2024-02-10/a/1034'],
    ['apart', 'number in the path', '/news/2024-02-10/a/1034', '/news/2024-02-10/a/1035'],
  ],
  'https://www.smh.com.au': [
    ['same', 'feed', '/world/a-20240210-p5f3.html?ref=rss&utm_medium=rss&utm_source=rss_feed', '/world/a-20240210-p5f3.html'],
    ['apart', 'number in the path', '/world/a-20240210-p5f3.html', '/world/a-20240210-p5f4.html'],
  ],
  'https://www.nzherald.co.nz': [
    ['same', 'campaign', '/world/a/JQX3/?utm_source=fb', '/world/a/JQX3/'],
    ['apart', 'case of an id', '/world/a/JQX3/', '/world/a/jqx3/'],
  ],
  'https://www.lemonde.fr': [
    ['same', 'feed', '/planete/article/2024/02/10/x_6215_3244.html?xtor=RSS-3208', '/planete/article/2024/02/10/x_6215_3244.html'],
    ['same', 'push', '/planete/article/2024/02/10/x_6215_3244.html?lmd_medium=push', '/planete/article/2024/02/10/x_6215_3244.html'],
    [
      'apart',
      'AMP is joined by its canonical',
      '/planete/live/2024/02/10/x_6215.html',
      'https://amp.lemonde.fr/planete/live/2024/02/10/x_6215.html',
    ],
  ],
  'https://www.lefigaro.fr': [
    ['same', 'feed', '/international/a-20240210?xtor=RSS-1', '/international/a-20240210'],
    ['apart', 'day in the path', '/international/a-20240210', '/international/a-20240211'],
  ],
  'https://www.liberation.fr': [
    ['same', 'share', '/international/a-20240210_ABCD/?utm_source=dlvr.it', '/international/a-20240210_ABCD/'],
    ['apart', 'id in the path', '/international/a-20240210_ABCD/', '/international/a-20240210_ABCE/'],
  ],
  'https://www.francetvinfo.fr': [
    ['same', 'feed, in the fragment', '/monde/a_6361.html#xtor=RSS-3-[lestitres]', '/monde/a_6361.html'],
    ['apart', 'number in the path', '/monde/a_6361.html', '/monde/a_6362.html'],
  ],
  'https://www.lesoir.be': [
    ['same', 'campaign', '/567/article/2024-02-10/a?utm_source=facebook', '/567/article/2024-02-10/a'],
    ['apart', 'number in the path', '/567/article/2024-02-10/a', '/568/article/2024-02-10/a'],
  ],
  'https://www.rts.ch': [
    ['same', 'feed', '/info/monde/2024/article/a-2839.html?rts_source=rss_t', '/info/monde/2024/article/a-2839.html'],
    ['apart', 'number in the path', '/info/monde/2024/article/a-2839.html', '/info/monde/2024/article/a-2840.html'],
  ],
  'https://www.spiegel.de': [
    ['same', 'feed, in the fragment', '/ausland/a-0f1e2d.html#ref=rss', '/ausland/a-0f1e2d.html'],
    ['apart', 'id in the path', '/ausland/a-0f1e2d.html', '/ausland/a-0f1e2e.html'],
  ],
  'https://www.zeit.de': [
    ['same', 'campaign', '/politik/2024-02/x?wt_zmc=sm.int.zonaudev.share', '/politik/2024-02/x'],
    ['apart', 'page in the path', '/politik/2024-02/x/seite-2', '/politik/2024-02/x'],
    ['apart', 'whole text on one page is joined by its canonical', '/politik/2024-02/x/komplettansicht', '/politik/2024-02/x'],
  ],
  'https://www.faz.net': [
    ['same', 'campaign', '/aktuell/politik/x-19512.html?GEPC=s2', '/aktuell/politik/x-19512.html'],
    [
      'apart',
      'print page is joined by its canonical',
      '/aktuell/politik/x-19512.html?printPagedArticle=true',
      '/aktuell/politik/x-19512.html',
    ],
  ],
  'https://www.sueddeutsche.de': [
    ['same', 'feed', '/politik/x-1.6345?source=rss', '/politik/x-1.6345'],
    ['apart', 'page in the query', '/politik/x-1.6345?page=2', '/politik/x-1.6345'],
  ],
  'https://www.tagesschau.de': [
    ['same', 'scheme', 'http://www.tagesschau.de/ausland/x-100.html', '/ausland/x-100.html'],
    ['apart', 'number in the path', '/ausland/x-100.html', '/ausland/x-102.html'],
  ],
  'https://www.derstandard.at': [
    ['same', 'feed', '/story/3000000206/x?ref=rss', '/story/3000000206/x'],
    ['apart', 'number in the path', '/story/3000000206/x', '/story/3000000207/x'],
  ],
  'https://www.nzz.ch': [
    ['same', 'share', '/international/x-ld.1822?mktcid=smch&mktcval=bluesky', '/international/x-ld.1822'],
    ['apart', 'number in the path', '/international/x-ld.1822', '/international/x-ld.1823'],
  ],
  'https://elpais.com': [
    ['same', 'share', '/internacional/2024-02-10/x.html?ssm=FB_CC', '/internacional/2024-02-10/x.html'],
    ['apart', 'edition in the path', '/america/2024-02-10/x.html', '/internacional/2024-02-10/x.html'],
  ],
  'https://www.lavanguardia.com': [
    ['same', 'campaign', '/internacional/20240210/951/x.html?utm_term=botones_sociales', '/internacional/20240210/951/x.html'],
    ['apart', 'number in the path', '/internacional/20240210/951/x.html', '/internacional/20240210/952/x.html'],
  ],
  'https://www.publico.pt': [
    ['same', 'campaign', '/2024/02/10/mundo/noticia/x-2079?ref=twitter', '/2024/02/10/mundo/noticia/x-2079'],
    ['apart', 'number in the path', '/2024/02/10/mundo/noticia/x-2079', '/2024/02/10/mundo/noticia/x-2080'],
  ],
  'https://www.repubblica.it': [
    ['same', 'feed', '/esteri/2024/02/10/news/x-422/?ref=rss', '/esteri/2024/02/10/news/x-422/'],
    ['apart', 'number in the path', '/esteri/2024/02/10/news/x-422/', '/esteri/2024/02/10/news/x-423/'],
  ],
  'https://www.corriere.it': [
    ['same', 'fragment', '/esteri/24_febbraio_10/x.shtml#gallery', '/esteri/24_febbraio_10/x.shtml'],
    ['apart', 'day in the path', '/esteri/24_febbraio_10/x.shtml', '/esteri/24_febbraio_11/x.shtml'],
  ],
  'https://www.ansa.it': [
    ['same', 'scheme', 'http://www.ansa.it/sito/notizie/mondo/2024/02/10/x_1f-2e.html', '/sito/notizie/mondo/2024/02/10/x_1f-2e.html'],
    ['apart', 'id in the path', '/sito/notizie/mondo/2024/02/10/x_1f-2e.html', '/sito/notizie/mondo/2024/02/10/x_1f-2f.html'],
  ],
  'https://www.nrc.nl': [
    ['same', 'time of a share', '/nieuws/2024/02/10/x-a4189?t=1707558000', '/nieuws/2024/02/10/x-a4189'],
    ['apart', 'number in the path', '/nieuws/2024/02/10/x-a4189', '/nieuws/2024/02/10/x-a4190'],
  ],
  'https://nos.nl': [
    ['same', 'campaign', '/artikel/2508-x?utm_source=app', '/artikel/2508-x'],
    ['apart', 'live blog and article', '/liveblog/2508-x', '/artikel/2508-x'],
  ],
  'https://www.svt.se': [
    ['same', 'campaign', '/nyheter/utrikes/x?utm_source=rss', '/nyheter/utrikes/x'],
    ['apart', 'double dash of a copy', '/nyheter/utrikes/x--2', '/nyheter/utrikes/x'],
  ],
  'https://www.nrk.no': [
    ['same', 'host in capitals', 'https://WWW.NRK.NO/urix/x-1.1675', '/urix/x-1.1675'],
    ['apart', 'number in the path', '/urix/x-1.1675', '/urix/x-1.1676'],
  ],
  'https://www.dr.dk': [
    ['same', 'fragment', '/nyheder/udland/x#!/', '/nyheder/udland/x'],
    ['apart', 'section in the path', '/nyheder/udland/x', '/nyheder/indland/x'],
  ],
  'https://yle.fi': [
    ['same', 'feed', '/a/74-20073?origin=rss', '/a/74-20073'],
    ['apart', 'part of the id', '/a/74-20073', '/a/3-20073'],
  ],
  'https://wyborcza.pl': [
    ['same', 'commas encoded', '/7%2C75399%2C30712%2Cx.html', '/7,75399,30712,x.html'],
    ['apart', 'number between commas', '/7,75399,30712,x.html', '/7,75399,30713,x.html'],
  ],
  'https://www.idnes.cz': [
    ['same', 'campaign', '/zpravy/zahranicni/x.A240210_1?utm_source=rss', '/zpravy/zahranicni/x.A240210_1'],
    ['apart', 'number in the path', '/zpravy/zahranicni/x.A240210_1', '/zpravy/zahranicni/x.A240210_2'],
  ],
  'https://telex.hu': [
    ['same', 'campaign', '/kulfold/2024/02/10/x?utm_source=hirstart', '/kulfold/2024/02/10/x'],
    ['apart', 'day in the path', '/kulfold/2024/02/10/x', '/kulfold/2024/02/11/x'],
  ],
  'https://www.kathimerini.gr': [
    ['same', 'letters encoded', '/world/562/κόσμος/', '/world/562/%CE%BA%CF%8C%CF%83%CE%BC%CE%BF%CF%82/'],
    ['apart', 'number in the path', '/world/562/x/', '/world/563/x/'],
  ],
  'https://www.hurriyet.com.tr': [
    ['same', 'campaign', '/dunya/x-4240?utm_source=whatsapp', '/dunya/x-4240'],
    ['apart', 'number in the path', '/dunya/x-4240', '/dunya/x-4241'],
  ],
  'https://www.pravda.com.ua': [
    ['same', 'scheme', 'http://www.pravda.com.ua/news/2024/02/10/7441/', '/news/2024/02/10/7441/'],
    ['apart', 'language in the path', '/eng/news/2024/02/10/7441/', '/news/2024/02/10/7441/'],
  ],
  'https://ria.ru': [
    ['same', 'campaign', '/20240210/x-1926.html?utm_source=yxnews&ysclid=lsf8', '/20240210/x-1926.html'],
    ['apart', 'number in the path', '/20240210/x-1926.html', '/20240210/x-1927.html'],
  ],
  'https://meduza.io': [
    ['same', 'campaign', '/news/2024/02/10/x?utm_medium=push', '/news/2024/02/10/x'],
    ['apart', 'language in the path', '/en/news/2024/02/10/x', '/news/2024/02/10/x'],
  ],
  'https://www.aljazeera.com': [
    ['same', 'feed', '/news/2024/2/10/x?traffic_source=rss', '/news/2024/2/10/x'],
    ['apart', 'update of a live blog', '/news/liveblog/2024/2/10/x?update=2697', '/news/liveblog/2024/2/10/x?update=2698'],
  ],
  'https://www.haaretz.com': [
    ['same', 'time of a share', '/israel-news/2024-02-10/ty-article/x/0000?lts=1707', '/israel-news/2024-02-10/ty-article/x/0000'],
    ['apart', 'kind in the path', '/israel-news/2024-02-10/ty-article/x/0000', '/israel-news/2024-02-10/ty-article-live/x/0000'],
  ],
  'https://www.alarabiya.net': [
    ['same', 'letters encoded', '/arab-and-world/2024/02/10/أخبار', '/arab-and-world/2024/02/10/%d8%a3%d8%ae%d8%a8%d8%a7%d8%b1'],
    ['apart', 'section in the path', '/arab-and-world/2024/02/10/a', '/aswaq/2024/02/10/a'],
  ],
  'https://www.isna.ir': [
    ['same', 'campaign', '/news/1402112115/x?utm_source=t.me', '/news/1402112115/x'],
    ['apart', 'number in the path', '/news/1402112115/x', '/news/1402112116/x'],
  ],
  'https://www.thehindu.com': [
    ['same', 'campaign', '/news/international/x/article6783.ece?utm_source=taboola', '/news/international/x/article6783.ece'],
    [
      'apart',
      'home page feature is joined by its canonical',
      '/news/international/x/article6783.ece?homepage=true',
      '/news/international/x/article6783.ece',
    ],
  ],
  'https://timesofindia.indiatimes.com': [
    ['same', 'campaign', '/world/x/articleshow/107.cms?from=mdr', '/world/x/articleshow/107.cms'],
    ['apart', 'AMP is joined by its canonical', '/world/x/amp_articleshow/107.cms', '/world/x/articleshow/107.cms'],
  ],
  'https://www.dawn.com': [
    ['same', 'scheme', 'http://www.dawn.com/news/1812/x', '/news/1812/x'],
    ['apart', 'number in the path', '/news/1812/x', '/news/1813/x'],
  ],
  'https://www.prothomalo.com': [
    ['same', 'letters encoded', '/world/বিশ্ব', '/world/%E0%A6%AC%E0%A6%BF%E0%A6%B6%E0%A7%8D%E0%A6%AC'],
    ['apart', 'id in the path', '/world/a1b2', '/world/a1b3'],
  ],
  'https://www.asahi.com': [
    ['same', 'feed', '/articles/ASS2B.html?ref=rss', '/articles/ASS2B.html'],
    ['same', 'place on the front page', '/articles/ASS2B.html?iref=comtop_7_01', '/articles/ASS2B.html'],
    ['apart', 'letters of the id', '/articles/ASS2B.html', '/articles/ASS2C.html'],
  ],
  'https://www3.nhk.or.jp': [
    ['same', 'scheme', 'http://www3.nhk.or.jp/news/html/20240210/k100143.html', '/news/html/20240210/k100143.html'],
    ['apart', 'number in the path', '/news/html/20240210/k100143.html', '/news/html/20240210/k100144.html'],
  ],
  'https://news.yahoo.co.jp': [
    ['same', 'feed', '/articles/9f86d081?source=rss', '/articles/9f86d081'],
    ['apart', 'page in the query', '/articles/9f86d081?page=2', '/articles/9f86d081'],
    ['apart', 'comments', '/articles/9f86d081/comments', '/articles/9f86d081'],
  ],
  'https://www.jiji.com': [
    ['same', 'order of the query', '/jc/article?g=pol&k=2024021000101', '/jc/article?k=2024021000101&g=pol'],
    ['apart', 'number in the query', '/jc/article?k=2024021000101&g=pol', '/jc/article?k=2024021000102&g=pol'],
  ],
  'https://www.yna.co.kr': [
    ['same', 'section it was met in', '/view/AKR20240210000100001?section=politics/all', '/view/AKR20240210000100001'],
    ['apart', 'number in the path', '/view/AKR20240210000100001', '/view/AKR20240210000200001'],
  ],
  'https://n.news.naver.com': [
    ['apart', 'press in the path', '/mnews/article/001/0014490000', '/mnews/article/003/0014490000'],
    ['apart', 'comments', '/mnews/article/comment/001/0014490000', '/mnews/article/001/0014490000'],
  ],
  'https://www.chosun.com': [
    ['same', 'campaign', '/international/2024/02/10/ABCD/?utm_source=naver', '/international/2024/02/10/ABCD/'],
    ['apart', 'letters of the id', '/international/2024/02/10/ABCD/', '/international/2024/02/10/ABCE/'],
  ],
  'https://www.thepaper.cn': [
    ['same', 'share', '/newsDetail_forward_2631?from=timeline&isappinstalled=0', '/newsDetail_forward_2631'],
    ['apart', 'number in the path', '/newsDetail_forward_2631', '/newsDetail_forward_2632'],
  ],
  'https://www.scmp.com': [
    ['same', 'campaign', '/news/china/article/3251/x?utm_source=rss_feed', '/news/china/article/3251/x'],
    ['same', 'module of the page', '/news/china/article/3251/x?utm_content=article&module=top', '/news/china/article/3251/x?module=top'],
    ['apart', 'number in the path', '/news/china/article/3251/x', '/news/china/article/3252/x'],
  ],
  'https://www.straitstimes.com': [
    ['same', 'campaign', '/world/europe/x?utm_campaign=sttg', '/world/europe/x'],
    ['apart', 'section in the path', '/world/europe/x', '/asia/x'],
  ],
  'https://www.kompas.com': [
    ['apart', 'whole text is joined by its canonical', '/global/read/2024/02/10/1234/x?page=all', '/global/read/2024/02/10/1234/x'],
    ['same', 'campaign', '/global/read/2024/02/10/1234/x?page=all&utm_source=wa', '/global/read/2024/02/10/1234/x?page=all'],
  ],
  'https://www.rappler.com': [
    ['same', 'campaign', '/world/europe/x/?utm_medium=Social', '/world/europe/x/'],
    ['apart', 'section in the path', '/world/europe/x/', '/world/asia-pacific/x/'],
  ],
  'https://www.bangkokpost.com': [
    ['same', 'campaign', '/world/2739/x?utm_source=line', '/world/2739/x'],
    ['apart', 'number in the path', '/world/2739/x', '/world/2740/x'],
  ],
  'https://vnexpress.net': [
    ['same', 'scheme', 'http://vnexpress.net/x-4710.html', '/x-4710.html'],
    ['apart', 'number in the path', '/x-4710.html', '/x-4711.html'],
  ],
  'https://g1.globo.com': [
    ['same', 'campaign', '/mundo/noticia/2024/02/10/x.ghtml?utm_source=share-bar-desktop', '/mundo/noticia/2024/02/10/x.ghtml'],
    ['apart', 'day in the path', '/mundo/noticia/2024/02/10/x.ghtml', '/mundo/noticia/2024/02/11/x.ghtml'],
  ],
  'https://www1.folha.uol.com.br': [
    ['same', 'campaign', '/mundo/2024/02/x.shtml?utm_source=whatsapp&utm_campaign=compwa', '/mundo/2024/02/x.shtml'],
    ['apart', 'month in the path', '/mundo/2024/02/x.shtml', '/mundo/2024/03/x.shtml'],
  ],
  'https://www.clarin.com': [
    ['same', 'campaign', '/mundo/x_0_AbCd.html?utm_source=fb', '/mundo/x_0_AbCd.html'],
    ['apart', 'case of an id', '/mundo/x_0_AbCd.html', '/mundo/x_0_abcd.html'],
  ],
  'https://www.lanacion.com.ar': [
    ['same', 'campaign', '/el-mundo/x-nid10022024/?utm_source=tw', '/el-mundo/x-nid10022024/'],
    ['apart', 'number in the path', '/el-mundo/x-nid10022024/', '/el-mundo/x-nid11022024/'],
  ],
  'https://www.eltiempo.com': [
    ['same', 'campaign', '/mundo/europa/x-8536?utm_medium=push', '/mundo/europa/x-8536'],
    ['apart', 'number in the path', '/mundo/europa/x-8536', '/mundo/europa/x-8537'],
  ],
  'https://www.eluniversal.com.mx': [
    ['same', 'scheme', 'http://www.eluniversal.com.mx/mundo/x/', '/mundo/x/'],
    ['apart', 'AMP is joined by its canonical', '/mundo/x/?outputType=amp', '/mundo/x/'],
  ],
  'https://www.news24.com': [
    ['same', 'campaign', '/news24/world/x-20240210?utm_source=24.com', '/news24/world/x-20240210'],
    ['apart', 'day in the path', '/news24/world/x-20240210', '/news24/world/x-20240211'],
  ],
  'https://nation.africa': [
    ['same', 'campaign', '/kenya/news/x-4519?utm_source=nl', '/kenya/news/x-4519'],
    ['apart', 'AMP is joined by its canonical', '/kenya/news/x-4519', '/kenya/news/x-4519?view=htmlamp'],
  ],
  'https://punchng.com': [
    ['same', 'share', '/x/?utm_source=auto-read-also', '/x/'],
    ['apart', 'AMP is joined by its canonical', '/x/?amp', '/x/'],
  ],
  'https://www.ahram.org.eg': [
    ['same', 'order of the query', '/News.aspx?Serial=1&Date=2024', '/News.aspx?Date=2024&Serial=1'],
    ['apart', 'number in the query', '/News.aspx?Serial=1', '/News.aspx?Serial=2'],
  ],
  'https://www.reuters.com': [
    ['same', 'feed', '/world/europe/x-2024-02-10/?feedType=RSS&feedName=worldNews', '/world/europe/x-2024-02-10/'],
    ['same', 'taps of its app', '/world/europe/x-2024-02-10/?taid=65c7&utm_medium=trueanthem', '/world/europe/x-2024-02-10/'],
    ['apart', 'picture of a gallery', '/pictures/x-2024-02-10/1/', '/pictures/x-2024-02-10/2/'],
  ],
  'https://www.bloomberg.com': [
    ['same', 'place on the front page', '/news/articles/2024-02-10/x?srnd=premium-europe', '/news/articles/2024-02-10/x'],
    ['apart', 'newsletter and article', '/news/newsletters/2024-02-10/x', '/news/articles/2024-02-10/x'],
  ],
  'https://www.wsj.com': [
    ['same', 'module and share', '/world/x-1f2e3d4c?mod=hp_lead_pos1&reflink=desktopwebshare_permalink', '/world/x-1f2e3d4c'],
    ['apart', 'id in the path', '/world/x-1f2e3d4c', '/world/x-1f2e3d4d'],
  ],
  'https://www.ft.com': [
    ['same', 'gift', '/content/0f1e-2d3c?segmentId=aa&shareType=nongift', '/content/0f1e-2d3c'],
    ['apart', 'id in the path', '/content/0f1e-2d3c', '/content/0f1e-2d3d'],
  ],
  'https://www.npr.org': [
    ['same', 'feed', '/2024/02/10/1230/x?ft=nprml&f=1004', '/2024/02/10/1230/x'],
    ['apart', 'edition in text', 'https://text.npr.org/1230', '/2024/02/10/1230/x'],
  ],
  'https://www.cnbc.com': [
    ['same', 'share', '/2024/02/10/x.html?__source=iosappshare%7Ccom.apple.UIKit&par=sharebar', '/2024/02/10/x.html'],
    ['apart', 'video and article', '/video/2024/02/10/x.html', '/2024/02/10/x.html'],
  ],
  'https://www.forbes.com': [
    ['same', 'share', '/sites/someone/2024/02/10/x/?sh=1f2e3d&ss=markets', '/sites/someone/2024/02/10/x/'],
    ['apart', 'author in the path', '/sites/someone/2024/02/10/x/', '/sites/another/2024/02/10/x/'],
  ],
  'https://www.vox.com': [
    ['same', 'route that is a place', '/world/2024/2/10/240/x#comments', '/world/2024/2/10/240/x'],
    ['apart', 'number in the path', '/world/2024/2/10/240/x', '/world/2024/2/10/241/x'],
  ],
  'https://www.dw.com': [
    ['same', 'feed', '/en/x/a-6821?maca=en-rss-en-all-1573-xml-mrss', '/en/x/a-6821'],
    ['apart', 'language in the path', '/de/x/a-6821', '/en/x/a-6821'],
  ],
  'https://www.france24.com': [
    ['same', 'campaign', '/en/europe/20240210-x?utm_medium=rss&utm_source=france24', '/en/europe/20240210-x'],
    ['apart', 'language in the path', '/fr/europe/20240210-x', '/en/europe/20240210-x'],
  ],
  'https://www.20minutes.fr': [
    ['same', 'feed', '/monde/4074-20240210-x?xtor=RSS-176', '/monde/4074-20240210-x'],
    ['apart', 'number in the path', '/monde/4074-20240210-x', '/monde/4075-20240210-x'],
  ],
  'https://www.elmundo.es': [
    ['same', 'share', '/internacional/2024/02/10/65c7.html?emk=NELM&s_kw=1', '/internacional/2024/02/10/65c7.html'],
    ['apart', 'id in the path', '/internacional/2024/02/10/65c7.html', '/internacional/2024/02/10/65c8.html'],
  ],
  'https://www.welt.de': [
    ['same', 'way in', '/politik/ausland/article250/x.html?source=k240_test', '/politik/ausland/article250/x.html'],
    ['apart', 'plus and open article', '/politik/ausland/plus250/x.html', '/politik/ausland/article250/x.html'],
  ],
  'https://www.aftonbladet.se': [
    ['same', 'campaign', '/nyheter/a/aBc1De/x?utm_medium=web-share', '/nyheter/a/aBc1De/x'],
    ['apart', 'case of an id', '/nyheter/a/aBc1De/x', '/nyheter/a/abc1de/x'],
  ],
  'https://www.unian.net': [
    ['same', 'campaign', '/world/x-12540.html?utm_source=unian&utm_medium=read_more_news', '/world/x-12540.html'],
    ['apart', 'host of the language', 'https://www.unian.ua/world/x-12540.html', '/world/x-12540.html'],
  ],
  'https://english.elpais.com': [
    ['same', 'campaign', '/international/2024-02-10/x.html?rel=mas', '/international/2024-02-10/x.html'],
    ['apart', 'edition on its own host', 'https://elpais.com/international/2024-02-10/x.html', '/international/2024-02-10/x.html'],
  ],
  'https://www.joongang.co.kr': [
    ['same', 'place of the link', '/article/25227?cloc=joongang-home-newslistleft', '/article/25227'],
    ['apart', 'number in the path', '/article/25227', '/article/25228'],
  ],
};
