package newsmill.analysis;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.commongrams.CommonGramsFilter;
import org.apache.lucene.analysis.commongrams.CommonGramsQueryFilter;
import org.apache.lucene.analysis.miscellaneous.SetKeywordMarkerFilter;
import org.apache.lucene.analysis.miscellaneous.StemmerOverrideFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.reverse.ReverseStringFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;

/** What a row of {@link Stock} needs more than one line for. */
final class Parts {
    private static final Pattern RULE = Pattern.compile("(.*)\\s*=>\\s*(.*)\\s*$", Pattern.DOTALL);
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)", Pattern.DOTALL);

    /** One of Lucene's language analysers with the settings `stopwords` and, where its class takes them, `stem_exclusion`. */
    static Function<Config, Analyzer> analyzer(Class<? extends Analyzer> type) {
        return config -> {
            try {
                CharArraySet stopwords = config.stopwords((CharArraySet) type.getMethod("getDefaultStopSet").invoke(null));
                for (Constructor<?> constructor : type.getConstructors()) {
                    if (constructor.getParameterCount() == 2) return (Analyzer) constructor.newInstance(stopwords, config.stemExclusion());
                }
                return type.getConstructor(CharArraySet.class).newInstance(stopwords);
            } catch (ReflectiveOperationException broken) {
                throw new IllegalStateException(type + " is not like Lucene's other language analysers", broken);
            }
        };
    }

    static Analyzer chain(Supplier<Tokenizer> tokenizer, UnaryOperator<TokenStream> filters) {
        return new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                Tokenizer source = tokenizer.get();
                return new TokenStreamComponents(source, filters.apply(source));
            }
        };
    }

    static UnaryOperator<TokenStream> snowball(String language) {
        String name = language.substring(0, 1).toUpperCase(Locale.ROOT) + language.substring(1).toLowerCase(Locale.ROOT);
        return in -> new SnowballFilter(in, name);
    }

    /** Words that the stemmer after this leaves as they are. */
    static TokenStream keeping(TokenStream in, CharArraySet exclusion) {
        return exclusion.isEmpty() ? in : new SetKeywordMarkerFilter(in, exclusion);
    }

    static UnaryOperator<TokenStream> edgeNgram(int min, int max, boolean preserveOriginal, String side) {
        if (side.equals("back") == false) return in -> new EdgeNGramTokenFilter(in, min, max, preserveOriginal);
        return in -> new ReverseStringFilter(new EdgeNGramTokenFilter(new ReverseStringFilter(in), min, max, preserveOriginal));
    }

    static UnaryOperator<TokenStream> commonGrams(CharArraySet words, boolean forQueries) {
        if (forQueries) return in -> new CommonGramsQueryFilter(new CommonGramsFilter(in, words));
        return in -> new CommonGramsFilter(in, words);
    }

    static int bigramScripts(Set<String> ignored) {
        Map<String, Integer> scripts = Map.of(
            "han", CJKBigramFilter.HAN, "hiragana", CJKBigramFilter.HIRAGANA, "katakana", CJKBigramFilter.KATAKANA, "hangul", CJKBigramFilter.HANGUL);
        if (scripts.keySet().containsAll(ignored) == false) throw new IllegalArgumentException("unknown script among [ignored_scripts] " + ignored);
        return scripts.entrySet().stream().filter(script -> ignored.contains(script.getKey()) == false).mapToInt(Map.Entry::getValue).sum();
    }

    /** Rules such as {@code running, runs => run}. */
    static UnaryOperator<TokenStream> stemmerOverride(List<String> rules) {
        StemmerOverrideFilter.Builder builder = new StemmerOverrideFilter.Builder(false);
        for (String rule : rules) {
            Matcher sides = split(rule);
            for (String word : sides.group(1).split(",")) builder.add(word.strip(), sides.group(2).strip());
        }
        try {
            StemmerOverrideFilter.StemmerOverrideMap map = builder.build();
            return in -> new StemmerOverrideFilter(in, map);
        } catch (IOException failed) {
            throw new IllegalArgumentException("[rules] cannot be used", failed);
        }
    }

    /** Rules such as {@code ph => f}, with the escapes of a JSON string. */
    static UnaryOperator<Reader> mapping(List<String> rules) {
        NormalizeCharMap.Builder builder = new NormalizeCharMap.Builder();
        for (String rule : rules) {
            Matcher sides = split(rule);
            builder.add(unescape(sides.group(1).strip()), unescape(sides.group(2).strip()));
        }
        NormalizeCharMap map = builder.build();
        return in -> new MappingCharFilter(map, in);
    }

    static String unescape(String text) {
        return ESCAPE.matcher(text).replaceAll(escape -> Matcher.quoteReplacement(unescaped(escape.group(1))));
    }

    private static String unescaped(String escape) {
        if (escape.length() > 1) return String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
        int control = "nrtbf".indexOf(escape);
        return control < 0 ? escape : "\n\r\t\b\f".substring(control, control + 1);
    }

    private static Matcher split(String rule) {
        Matcher sides = RULE.matcher(rule);
        if (sides.find() == false) throw new IllegalArgumentException("the rule [" + rule + "] is not of the form [from => to]");
        return sides;
    }

    private Parts() {}
}
