package newsmill.analysis;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.TokenFilterFactory;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.util.ResourceLoader;
import org.apache.lucene.util.ResourceLoaderAware;

/** The two word delimiter filters by Lucene's factories: they know how to read a table of character types, which they want as a file. */
final class WordDelimiter {
    static UnaryOperator<TokenStream> filter(Config config, TokenFilterFactory factory) {
        Map<String, List<String>> files = Map.of("types", config.lines("type_table"), "protected", config.lines("protected_words"));
        try {
            ((ResourceLoaderAware) factory).inform(new InMemory(files));
        } catch (IOException broken) {
            throw new IllegalArgumentException("[type_table] or [protected_words] cannot be used", broken);
        }
        return factory::create;
    }

    static Map<String, String> arguments(Config config) {
        Map<String, String> arguments = new HashMap<>();
        arguments.put("generateWordParts", bit(config, "generate_word_parts", true));
        arguments.put("generateNumberParts", bit(config, "generate_number_parts", true));
        arguments.put("catenateWords", bit(config, "catenate_words", false));
        arguments.put("catenateNumbers", bit(config, "catenate_numbers", false));
        arguments.put("catenateAll", bit(config, "catenate_all", false));
        arguments.put("splitOnCaseChange", bit(config, "split_on_case_change", true));
        arguments.put("splitOnNumerics", bit(config, "split_on_numerics", true));
        arguments.put("stemEnglishPossessive", bit(config, "stem_english_possessive", true));
        arguments.put("preserveOriginal", bit(config, "preserve_original", false));
        if (config.lines("type_table").isEmpty() == false) arguments.put("types", "types");
        if (config.lines("protected_words").isEmpty() == false) arguments.put("protected", "protected");
        return arguments;
    }

    static Map<String, String> graphArguments(Config config) {
        Map<String, String> arguments = arguments(config);
        arguments.put("ignoreKeywords", bit(config, "ignore_keywords", false));
        arguments.put("adjustOffsets", String.valueOf(config.flag("adjust_offsets", true)));
        return arguments;
    }

    private static String bit(Config config, String name, boolean otherwise) {
        return config.flag(name, otherwise) ? "1" : "0";
    }

    private record InMemory(Map<String, List<String>> files) implements ResourceLoader {
        @Override
        public InputStream openResource(String name) {
            return new ByteArrayInputStream(String.join("\n", files.get(name)).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public <T> Class<? extends T> findClass(String name, Class<T> type) {
            throw new UnsupportedOperationException(name);
        }
    }

    private WordDelimiter() {}
}
