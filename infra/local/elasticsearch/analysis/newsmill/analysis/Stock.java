package newsmill.analysis;

import static newsmill.analysis.Parts.analyzer;
import static newsmill.analysis.Parts.snowball;

import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.ar.*;
import org.apache.lucene.analysis.bg.*;
import org.apache.lucene.analysis.bn.*;
import org.apache.lucene.analysis.br.*;
import org.apache.lucene.analysis.ca.*;
import org.apache.lucene.analysis.charfilter.*;
import org.apache.lucene.analysis.cjk.*;
import org.apache.lucene.analysis.ckb.*;
import org.apache.lucene.analysis.classic.*;
import org.apache.lucene.analysis.compound.*;
import org.apache.lucene.analysis.core.*;
import org.apache.lucene.analysis.cz.*;
import org.apache.lucene.analysis.da.*;
import org.apache.lucene.analysis.de.*;
import org.apache.lucene.analysis.el.*;
import org.apache.lucene.analysis.email.*;
import org.apache.lucene.analysis.en.*;
import org.apache.lucene.analysis.es.*;
import org.apache.lucene.analysis.et.*;
import org.apache.lucene.analysis.eu.*;
import org.apache.lucene.analysis.fa.*;
import org.apache.lucene.analysis.fi.*;
import org.apache.lucene.analysis.fr.*;
import org.apache.lucene.analysis.ga.*;
import org.apache.lucene.analysis.gl.*;
import org.apache.lucene.analysis.hi.*;
import org.apache.lucene.analysis.hu.*;
import org.apache.lucene.analysis.hy.*;
import org.apache.lucene.analysis.id.*;
import org.apache.lucene.analysis.in.*;
import org.apache.lucene.analysis.it.*;
import org.apache.lucene.analysis.lt.*;
import org.apache.lucene.analysis.lv.*;
import org.apache.lucene.analysis.minhash.*;
import org.apache.lucene.analysis.miscellaneous.*;
import org.apache.lucene.analysis.ngram.*;
import org.apache.lucene.analysis.nl.*;
import org.apache.lucene.analysis.no.*;
import org.apache.lucene.analysis.path.*;
import org.apache.lucene.analysis.pattern.*;
import org.apache.lucene.analysis.payloads.*;
import org.apache.lucene.analysis.pt.*;
import org.apache.lucene.analysis.reverse.*;
import org.apache.lucene.analysis.ro.*;
import org.apache.lucene.analysis.ru.*;
import org.apache.lucene.analysis.sr.*;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.sv.*;
import org.apache.lucene.analysis.th.*;
import org.apache.lucene.analysis.tr.*;
import org.apache.lucene.analysis.util.ElisionFilter;

/**
 * The table: each name and parameter Elasticsearch documents, and Lucene's class for it, so that one index template works on the official image and
 * here. What the server's core has itself (standard; the filters stop, shingle and hunspell) is not in it, nor what needs scripts or other
 * filters (condition, predicate_token_filter, multiplexer).
 */
final class Stock {
    /** Pre-built by the server's core; here only so that `type` finds them. */
    static final Set<String> IN_THE_CORE = Set.of("keyword", "simple", "stop", "whitespace");

    record Row<T>(Function<Config, UnaryOperator<T>> build, boolean normalizes, boolean needsSettings) {}

    final Map<String, Function<Config, Analyzer>> analyzers = new LinkedHashMap<>();
    final Map<String, Row<TokenStream>> filters = new LinkedHashMap<>();
    final Map<String, Row<Reader>> charFilters = new LinkedHashMap<>();
    final Map<String, Function<Config, Tokenizer>> tokenizers = new LinkedHashMap<>();

    Stock() {
        languageAnalyzers();
        otherAnalyzers();
        languageFilters();
        otherFilters();
        charFilters();
        tokenizers();
    }

    private void languageAnalyzers() {
        analyzers.put("arabic", analyzer(ArabicAnalyzer.class));
        analyzers.put("armenian", analyzer(ArmenianAnalyzer.class));
        analyzers.put("basque", analyzer(BasqueAnalyzer.class));
        analyzers.put("bengali", analyzer(BengaliAnalyzer.class));
        analyzers.put("brazilian", analyzer(BrazilianAnalyzer.class));
        analyzers.put("bulgarian", analyzer(BulgarianAnalyzer.class));
        analyzers.put("catalan", analyzer(CatalanAnalyzer.class));
        analyzers.put("cjk", analyzer(CJKAnalyzer.class));
        analyzers.put("czech", analyzer(CzechAnalyzer.class));
        analyzers.put("danish", analyzer(DanishAnalyzer.class));
        analyzers.put("dutch", analyzer(DutchAnalyzer.class));
        analyzers.put("english", analyzer(EnglishAnalyzer.class));
        analyzers.put("estonian", analyzer(EstonianAnalyzer.class));
        analyzers.put("finnish", analyzer(FinnishAnalyzer.class));
        analyzers.put("french", analyzer(FrenchAnalyzer.class));
        analyzers.put("galician", analyzer(GalicianAnalyzer.class));
        analyzers.put("german", analyzer(GermanAnalyzer.class));
        analyzers.put("greek", analyzer(GreekAnalyzer.class));
        analyzers.put("hindi", analyzer(HindiAnalyzer.class));
        analyzers.put("hungarian", analyzer(HungarianAnalyzer.class));
        analyzers.put("indonesian", analyzer(IndonesianAnalyzer.class));
        analyzers.put("irish", analyzer(IrishAnalyzer.class));
        analyzers.put("italian", analyzer(ItalianAnalyzer.class));
        analyzers.put("latvian", analyzer(LatvianAnalyzer.class));
        analyzers.put("lithuanian", analyzer(LithuanianAnalyzer.class));
        analyzers.put("norwegian", analyzer(NorwegianAnalyzer.class));
        analyzers.put("persian", analyzer(PersianAnalyzer.class));
        analyzers.put("portuguese", analyzer(PortugueseAnalyzer.class));
        analyzers.put("romanian", analyzer(RomanianAnalyzer.class));
        analyzers.put("russian", analyzer(RussianAnalyzer.class));
        analyzers.put("serbian", analyzer(SerbianAnalyzer.class));
        analyzers.put("sorani", analyzer(SoraniAnalyzer.class));
        analyzers.put("spanish", analyzer(SpanishAnalyzer.class));
        analyzers.put("swedish", analyzer(SwedishAnalyzer.class));
        analyzers.put("thai", analyzer(ThaiAnalyzer.class));
        analyzers.put("turkish", analyzer(TurkishAnalyzer.class));
    }

    private void otherAnalyzers() {
        analyzers.put("keyword", c -> new KeywordAnalyzer());
        analyzers.put("simple", c -> new SimpleAnalyzer());
        analyzers.put("stop", c -> new StopAnalyzer(c.stopwords(EnglishAnalyzer.ENGLISH_STOP_WORDS_SET)));
        analyzers.put("whitespace", c -> new WhitespaceAnalyzer());
        analyzers.put("fingerprint", c -> {
            CharArraySet stopwords = c.stopwords(CharArraySet.EMPTY_SET);
            UnaryOperator<TokenStream> fingerprint = fingerprint(c);
            return Parts.chain(StandardTokenizer::new, in -> fingerprint.apply(new StopFilter(new ASCIIFoldingFilter(new LowerCaseFilter(in)), stopwords)));
        });
        analyzers.put("pattern", c -> {
            CharArraySet stopwords = c.stopwords(CharArraySet.EMPTY_SET);
            boolean lowercase = c.flag("lowercase", true);
            var pattern = c.pattern("\\W+");
            return Parts.chain(() -> new PatternTokenizer(pattern, -1), in -> new StopFilter(lowercase ? new LowerCaseFilter(in) : in, stopwords));
        });
        analyzers.put("snowball", c -> {
            CharArraySet stopwords = c.stopwords(EnglishAnalyzer.ENGLISH_STOP_WORDS_SET);
            UnaryOperator<TokenStream> stemmer = snowball(c.text("language", "English"));
            return Parts.chain(StandardTokenizer::new, in -> stemmer.apply(new StopFilter(new LowerCaseFilter(in), stopwords)));
        });
    }

    private void languageFilters() {
        filter("apostrophe", c -> ApostropheFilter::new);
        normalizer("arabic_normalization", c -> ArabicNormalizationFilter::new);
        filter("arabic_stem", c -> ArabicStemFilter::new);
        normalizer("bengali_normalization", c -> BengaliNormalizationFilter::new);
        filter("brazilian_stem", c -> in -> new BrazilianStemFilter(Parts.keeping(in, c.stemExclusion())));
        filter("cjk_bigram", c -> {
            int scripts = Parts.bigramScripts(c.set("ignored_scripts"));
            return in -> scripts == 0 ? in : new CJKBigramFilter(in, scripts, c.flag("output_unigrams", false));
        });
        normalizer("cjk_width", c -> CJKWidthFilter::new);
        filter("czech_stem", c -> CzechStemFilter::new);
        normalizer("decimal_digit", c -> DecimalDigitFilter::new);
        filter("dutch_stem", c -> in -> snowball("Dutch").apply(Parts.keeping(in, c.stemExclusion())));
        normalizer("elision", c -> {
            CharArraySet articles = c.words("articles", c.flag("articles_case", false), FrenchAnalyzer.DEFAULT_ARTICLES);
            return in -> new ElisionFilter(in, articles);
        });
        filter("french_stem", c -> in -> snowball("French").apply(Parts.keeping(in, c.stemExclusion())));
        normalizer("german_normalization", c -> GermanNormalizationFilter::new);
        filter("german_stem", c -> in -> new GermanStemFilter(Parts.keeping(in, c.stemExclusion())));
        normalizer("hindi_normalization", c -> HindiNormalizationFilter::new);
        normalizer("indic_normalization", c -> IndicNormalizationFilter::new);
        filter("kstem", c -> KStemFilter::new);
        normalizer("lowercase", c -> c.choice("language", "", Map.of(
            "", LowerCaseFilter::new, "greek", GreekLowerCaseFilter::new, "irish", IrishLowerCaseFilter::new, "turkish", TurkishLowerCaseFilter::new)));
        normalizer("persian_normalization", c -> PersianNormalizationFilter::new);
        filter("persian_stem", c -> PersianStemFilter::new);
        filter("porter_stem", c -> PorterStemFilter::new);
        filter("russian_stem", c -> snowball("Russian"));
        normalizer("scandinavian_folding", c -> ScandinavianFoldingFilter::new);
        normalizer("scandinavian_normalization", c -> ScandinavianNormalizationFilter::new);
        normalizer("serbian_normalization", c -> SerbianNormalizationFilter::new);
        filter("snowball", c -> snowball(c.text("language", "English")));
        normalizer("sorani_normalization", c -> SoraniNormalizationFilter::new);
        filter("stemmer", c -> c.choice(c.settings().hasValue("language") ? "language" : "name", "porter", Stemmers.ALL));
    }

    private void otherFilters() {
        normalizer("asciifolding", c -> in -> new ASCIIFoldingFilter(in, c.flag("preserve_original", false)));
        filter("classic", c -> ClassicFilter::new);
        custom("common_grams", c -> Parts.commonGrams(c.words("common_words", c.flag("ignore_case", false), null), c.flag("query_mode", false)));
        filter("delimited_payload", c -> {
            PayloadEncoder encoder = c.choice("encoding", "float", Map.of(
                "float", new FloatEncoder(), "int", new IntegerEncoder(), "identity", new IdentityEncoder()));
            return in -> new DelimitedPayloadTokenFilter(in, c.character("delimiter", '|'), encoder);
        });
        custom("dictionary_decompounder", c -> {
            CharArraySet words = c.words("word_list", true, null);
            return in -> new DictionaryCompoundWordTokenFilter(in, words, c.number("min_word_size", 5), c.number("min_subword_size", 2),
                c.number("max_subword_size", 15), c.flag("only_longest_match", false));
        });
        filter("edge_ngram", c -> Parts.edgeNgram(c.number("min_gram", 1), c.number("max_gram", 2), c.flag("preserve_original", false), c.text("side", "front")));
        filter("fingerprint", Stock::fingerprint);
        filter("flatten_graph", c -> FlattenGraphFilter::new);
        custom("keep", c -> {
            CharArraySet words = c.words("keep_words", c.flag("keep_words_case", false), null);
            return in -> new KeepWordFilter(in, words);
        });
        custom("keep_types", c -> {
            boolean include = c.choice("mode", "include", Map.of("include", true, "exclude", false));
            return in -> new TypeTokenFilter(in, c.set("types"), include);
        });
        custom("keyword_marker", c -> {
            if (c.settings().hasValue("keywords_pattern")) return in -> new PatternKeywordMarkerFilter(in, Pattern.compile(c.required("keywords_pattern")));
            CharArraySet keywords = c.words("keywords", c.flag("ignore_case", false), null);
            return in -> new SetKeywordMarkerFilter(in, keywords);
        });
        filter("keyword_repeat", c -> KeywordRepeatFilter::new);
        filter("length", c -> in -> new LengthFilter(in, c.number("min", 0), c.number("max", Integer.MAX_VALUE)));
        filter("limit", c -> in -> new LimitTokenCountFilter(in, c.number("max_token_count", 1), c.flag("consume_all_tokens", false)));
        filter("min_hash", c -> {
            int buckets = c.number("bucket_count", 512);
            boolean rotation = c.flag("with_rotation", buckets > 1);
            return in -> new MinHashFilter(in, c.number("hash_count", 1), buckets, c.number("hash_set_size", 1), rotation);
        });
        filter("ngram", c -> {
            c.withinGramLimit();
            return in -> new NGramTokenFilter(in, c.number("min_gram", 1), c.number("max_gram", 2), c.flag("preserve_original", false));
        });
        custom("pattern_capture", c -> {
            var patterns = c.list("patterns").stream().map(Pattern::compile).toArray(Pattern[]::new);
            return in -> new PatternCaptureGroupTokenFilter(in, c.flag("preserve_original", true), patterns);
        });
        customNormalizer("pattern_replace", c -> {
            var pattern = c.pattern(null);
            return in -> new PatternReplaceFilter(in, pattern, c.text("replacement", ""), c.flag("all", true));
        });
        filter("remove_duplicates", c -> RemoveDuplicatesTokenFilter::new);
        filter("reverse", c -> ReverseStringFilter::new);
        custom("stemmer_override", c -> Parts.stemmerOverride(c.lines("rules")));
        normalizer("trim", c -> TrimFilter::new);
        filter("truncate", c -> in -> new TruncateTokenFilter(in, c.number("length", 10)));
        filter("type_as_payload", c -> TypeAsPayloadTokenFilter::new);
        filter("unique", c -> in -> new UniqueFilter(in, c.flag("only_on_same_position", false)));
        normalizer("uppercase", c -> UpperCaseFilter::new);
        filter("word_delimiter", c -> WordDelimiter.filter(c, new WordDelimiterFilterFactory(WordDelimiter.arguments(c))));
        filter("word_delimiter_graph", c -> WordDelimiter.filter(c, new WordDelimiterGraphFilterFactory(WordDelimiter.graphArguments(c))));
    }

    private void charFilters() {
        charFilters.put("html_strip", new Row<>(c -> in -> new HTMLStripCharFilter(in, c.set("escaped_tags")), false, false));
        charFilters.put("mapping", new Row<>(c -> Parts.mapping(c.lines("mappings")), true, true));
        charFilters.put("pattern_replace", new Row<>(c -> {
            var pattern = c.pattern(null);
            return in -> new PatternReplaceCharFilter(pattern, c.text("replacement", ""), in);
        }, true, true));
    }

    private void tokenizers() {
        tokenizers.put("char_group", c -> Chars.splitting(c.list("tokenize_on_chars"), c.number("max_token_length", 255)));
        tokenizers.put("classic", c -> {
            ClassicTokenizer tokenizer = new ClassicTokenizer();
            tokenizer.setMaxTokenLength(c.number("max_token_length", 255));
            return tokenizer;
        });
        tokenizers.put("edge_ngram", Chars::edgeNgramTokenizer);
        tokenizers.put("keyword", c -> new KeywordTokenizer(c.number("buffer_size", 256)));
        tokenizers.put("letter", c -> new LetterTokenizer());
        tokenizers.put("lowercase", c -> new LowerCaseTokenizer());
        tokenizers.put("ngram", Chars::ngramTokenizer);
        tokenizers.put("path_hierarchy", c -> {
            int buffer = c.number("buffer_size", 1024);
            char delimiter = c.character("delimiter", '/');
            char replacement = c.character("replacement", delimiter);
            return c.flag("reverse", false)
                ? new ReversePathHierarchyTokenizer(buffer, delimiter, replacement, c.number("skip", 0))
                : new PathHierarchyTokenizer(buffer, delimiter, replacement, c.number("skip", 0));
        });
        tokenizers.put("pattern", c -> new PatternTokenizer(c.pattern("\\W+"), c.number("group", -1)));
        tokenizers.put("simple_pattern", c -> new SimplePatternTokenizer(c.text("pattern", "")));
        tokenizers.put("simple_pattern_split", c -> new SimplePatternSplitTokenizer(c.text("pattern", "")));
        tokenizers.put("thai", c -> new ThaiTokenizer());
        tokenizers.put("uax_url_email", c -> {
            UAX29URLEmailTokenizer tokenizer = new UAX29URLEmailTokenizer();
            tokenizer.setMaxTokenLength(c.number("max_token_length", 255));
            return tokenizer;
        });
        tokenizers.put("whitespace", c -> new WhitespaceTokenizer(Tokenizer.DEFAULT_TOKEN_ATTRIBUTE_FACTORY, c.number("max_token_length", 255)));
    }

    private static UnaryOperator<TokenStream> fingerprint(Config c) {
        return in -> new FingerprintFilter(in, c.number("max_output_size", 255), c.character("separator", ' '));
    }

    private void filter(String name, Function<Config, UnaryOperator<TokenStream>> build) {
        filters.put(name, new Row<>(build, false, false));
    }

    /** A filter that changes characters only, not how many tokens there are. */
    private void normalizer(String name, Function<Config, UnaryOperator<TokenStream>> build) {
        filters.put(name, new Row<>(build, true, false));
    }

    /** A filter that does nothing sensible unless an index defines its settings. */
    private void custom(String name, Function<Config, UnaryOperator<TokenStream>> build) {
        filters.put(name, new Row<>(build, false, true));
    }

    private void customNormalizer(String name, Function<Config, UnaryOperator<TokenStream>> build) {
        filters.put(name, new Row<>(build, true, true));
    }
}
