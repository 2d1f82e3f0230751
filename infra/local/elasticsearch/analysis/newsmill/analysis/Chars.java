package newsmill.analysis;

import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenizer;
import org.apache.lucene.analysis.ngram.NGramTokenizer;
import org.apache.lucene.analysis.util.CharTokenizer;

/** Tokenizers told by classes of characters. */
final class Chars {
    private static final Map<String, IntPredicate> CLASSES = Map.of(
        "letter", Character::isLetter,
        "digit", Character::isDigit,
        "whitespace", Character::isWhitespace,
        "punctuation", c -> isOf(c, Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION, Character.END_PUNCTUATION,
            Character.OTHER_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION),
        "symbol", c -> isOf(c, Character.CURRENCY_SYMBOL, Character.MATH_SYMBOL, Character.MODIFIER_SYMBOL, Character.OTHER_SYMBOL));

    /** Splits at each of the given characters: a class, the character itself, or its escape such as {@code \n}. */
    static Tokenizer splitting(List<String> separators, int maxLength) {
        IntPredicate separates = any(separators.stream().map(Chars::classOrCharacter).toList());
        return new CharTokenizer(Tokenizer.DEFAULT_TOKEN_ATTRIBUTE_FACTORY, maxLength) {
            @Override
            protected boolean isTokenChar(int c) {
                return separates.test(c) == false;
            }
        };
    }

    static Tokenizer ngramTokenizer(Config config) {
        config.withinGramLimit();
        IntPredicate kept = tokenChars(config);
        return new NGramTokenizer(config.number("min_gram", 1), config.number("max_gram", 2)) {
            @Override
            protected boolean isTokenChar(int c) {
                return kept.test(c);
            }
        };
    }

    static Tokenizer edgeNgramTokenizer(Config config) {
        IntPredicate kept = tokenChars(config);
        return new EdgeNGramTokenizer(config.number("min_gram", 1), config.number("max_gram", 2)) {
            @Override
            protected boolean isTokenChar(int c) {
                return kept.test(c);
            }
        };
    }

    private static IntPredicate tokenChars(Config config) {
        List<String> names = config.list("token_chars");
        if (names.isEmpty()) return c -> true;
        String custom = config.text("custom_token_chars", "");
        return any(names.stream().map(name -> name.equals("custom") ? (IntPredicate) c -> custom.indexOf(c) >= 0 : named(name)).toList());
    }

    private static IntPredicate classOrCharacter(String name) {
        String character = Parts.unescape(name);
        return character.codePointCount(0, character.length()) == 1 ? c -> c == character.codePointAt(0) : named(name);
    }

    private static IntPredicate named(String name) {
        IntPredicate predicate = CLASSES.get(name);
        if (predicate == null) throw new IllegalArgumentException("unknown class of characters [" + name + "], known are " + CLASSES.keySet());
        return predicate;
    }

    private static IntPredicate any(List<IntPredicate> predicates) {
        return c -> predicates.stream().anyMatch(predicate -> predicate.test(c));
    }

    private static boolean isOf(int c, int... types) {
        for (int type : types) {
            if (Character.getType(c) == type) return true;
        }
        return false;
    }

    private Chars() {}
}
