package newsmill.analysis;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.CharArraySet;
import org.elasticsearch.common.regex.Regex;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.Analysis;

/** The settings of one analyser, filter or tokenizer of one index, read under Elasticsearch's names. */
record Config(IndexSettings index, Environment env, Settings settings) {
    int number(String name, int otherwise) {
        return settings.getAsInt(name, otherwise);
    }

    boolean flag(String name, boolean otherwise) {
        return settings.getAsBoolean(name, otherwise);
    }

    String text(String name, String otherwise) {
        return settings.get(name, otherwise);
    }

    char character(String name, char otherwise) {
        String text = text(name, String.valueOf(otherwise));
        if (text.length() != 1) throw new IllegalArgumentException("[" + name + "] must be one character, but is [" + text + "]");
        return text.charAt(0);
    }

    /** A setting with a closed list of values. */
    <T> T choice(String name, String otherwise, Map<String, T> choices) {
        String choice = text(name, otherwise).toLowerCase(Locale.ROOT);
        T chosen = choices.get(choice);
        if (chosen == null) throw new IllegalArgumentException("[" + name + "] is [" + choice + "], but must be one of " + new TreeSet<>(choices.keySet()));
        return chosen;
    }

    /** A pattern with its `flags`. */
    Pattern pattern(String otherwise) {
        String pattern = otherwise == null ? required("pattern") : text("pattern", otherwise);
        return Regex.compile(pattern, text("flags", null));
    }

    String required(String name) {
        String value = text(name, null);
        if (value == null) throw new IllegalArgumentException("[" + name + "] is missing");
        return value;
    }

    List<String> list(String name) {
        return settings.getAsList(name);
    }

    Set<String> set(String name) {
        return new HashSet<>(list(name));
    }

    /** Lines given as a list, or in a file under `name`_path; empty where neither is given. */
    List<String> lines(String name) {
        List<String> lines = Analysis.getWordList(env, settings, name);
        return lines == null ? List.of() : lines;
    }

    /** Words given as a list, or in a file under `name`_path; they must be given unless there is a default. */
    CharArraySet words(String name, boolean ignoreCase, CharArraySet otherwise) {
        boolean given = settings.hasValue(name) || settings.hasValue(name + "_path");
        if (given == false && otherwise == null) throw new IllegalArgumentException("[" + name + "] or [" + name + "_path] is missing");
        return given ? new CharArraySet(lines(name), ignoreCase) : otherwise;
    }

    CharArraySet stopwords(CharArraySet otherwise) {
        return Analysis.parseStopWords(env, settings, otherwise);
    }

    CharArraySet stemExclusion() {
        return Analysis.parseStemExclusion(settings, CharArraySet.EMPTY_SET);
    }

    /** Elasticsearch's limit: grams of many lengths multiply the terms of an index. */
    Config withinGramLimit() {
        int difference = number("max_gram", 2) - number("min_gram", 1);
        int limit = index == null ? 1 : index.getMaxNgramDiff();
        if (difference > limit) {
            throw new IllegalArgumentException(
                "max_gram - min_gram is [" + difference + "], but index.max_ngram_diff allows at most [" + limit + "]");
        }
        return this;
    }
}
