package newsmill.analysis;

import static java.util.Map.entry;
import static newsmill.analysis.Parts.snowball;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicStemFilter;
import org.apache.lucene.analysis.bg.BulgarianStemFilter;
import org.apache.lucene.analysis.bn.BengaliStemFilter;
import org.apache.lucene.analysis.br.BrazilianStemFilter;
import org.apache.lucene.analysis.ckb.SoraniStemFilter;
import org.apache.lucene.analysis.cz.CzechStemFilter;
import org.apache.lucene.analysis.de.GermanLightStemFilter;
import org.apache.lucene.analysis.de.GermanMinimalStemFilter;
import org.apache.lucene.analysis.el.GreekStemFilter;
import org.apache.lucene.analysis.en.EnglishMinimalStemFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.es.SpanishLightStemFilter;
import org.apache.lucene.analysis.es.SpanishPluralStemFilter;
import org.apache.lucene.analysis.fa.PersianStemFilter;
import org.apache.lucene.analysis.fi.FinnishLightStemFilter;
import org.apache.lucene.analysis.fr.FrenchLightStemFilter;
import org.apache.lucene.analysis.fr.FrenchMinimalStemFilter;
import org.apache.lucene.analysis.gl.GalicianMinimalStemFilter;
import org.apache.lucene.analysis.gl.GalicianStemFilter;
import org.apache.lucene.analysis.hi.HindiStemFilter;
import org.apache.lucene.analysis.hu.HungarianLightStemFilter;
import org.apache.lucene.analysis.id.IndonesianStemFilter;
import org.apache.lucene.analysis.it.ItalianLightStemFilter;
import org.apache.lucene.analysis.lv.LatvianStemFilter;
import org.apache.lucene.analysis.no.NorwegianLightStemFilter;
import org.apache.lucene.analysis.no.NorwegianLightStemFilterFactory;
import org.apache.lucene.analysis.no.NorwegianMinimalStemFilter;
import org.apache.lucene.analysis.no.NorwegianMinimalStemFilterFactory;
import org.apache.lucene.analysis.pt.PortugueseLightStemFilter;
import org.apache.lucene.analysis.pt.PortugueseMinimalStemFilter;
import org.apache.lucene.analysis.pt.PortugueseStemFilter;
import org.apache.lucene.analysis.ru.RussianLightStemFilter;
import org.apache.lucene.analysis.sv.SwedishLightStemFilter;

/** The values of `language` that the filter `stemmer` takes. dutch_kp and lovins are gone from Lucene. */
final class Stemmers {
    static final Map<String, UnaryOperator<TokenStream>> ALL = Map.ofEntries(
        entry("arabic", ArabicStemFilter::new),
        entry("armenian", snowball("Armenian")),
        entry("basque", snowball("Basque")),
        entry("bengali", BengaliStemFilter::new),
        entry("brazilian", BrazilianStemFilter::new),
        entry("bulgarian", BulgarianStemFilter::new),
        entry("catalan", snowball("Catalan")),
        entry("czech", CzechStemFilter::new),
        entry("danish", snowball("Danish")),
        entry("dutch", snowball("Dutch")),
        entry("english", PorterStemFilter::new),
        entry("estonian", snowball("Estonian")),
        entry("finnish", snowball("Finnish")),
        entry("french", snowball("French")),
        entry("galician", GalicianStemFilter::new),
        entry("german", snowball("German")),
        entry("german2", snowball("German")),
        entry("greek", GreekStemFilter::new),
        entry("hindi", HindiStemFilter::new),
        entry("hungarian", snowball("Hungarian")),
        entry("indonesian", IndonesianStemFilter::new),
        entry("irish", snowball("Irish")),
        entry("italian", snowball("Italian")),
        entry("kstem", KStemFilter::new),
        entry("latvian", LatvianStemFilter::new),
        entry("light_english", KStemFilter::new),
        entry("light_finnish", FinnishLightStemFilter::new),
        entry("light_french", FrenchLightStemFilter::new),
        entry("light_german", GermanLightStemFilter::new),
        entry("light_hungarian", HungarianLightStemFilter::new),
        entry("light_italian", ItalianLightStemFilter::new),
        entry("light_norwegian", NorwegianLightStemFilter::new),
        entry("light_nynorsk", new NorwegianLightStemFilterFactory(nynorsk())::create),
        entry("light_portuguese", PortugueseLightStemFilter::new),
        entry("light_russian", RussianLightStemFilter::new),
        entry("light_spanish", SpanishLightStemFilter::new),
        entry("light_swedish", SwedishLightStemFilter::new),
        entry("lithuanian", snowball("Lithuanian")),
        entry("minimal_english", EnglishMinimalStemFilter::new),
        entry("minimal_french", FrenchMinimalStemFilter::new),
        entry("minimal_galician", GalicianMinimalStemFilter::new),
        entry("minimal_german", GermanMinimalStemFilter::new),
        entry("minimal_norwegian", NorwegianMinimalStemFilter::new),
        entry("minimal_nynorsk", new NorwegianMinimalStemFilterFactory(nynorsk())::create),
        entry("minimal_portuguese", PortugueseMinimalStemFilter::new),
        entry("norwegian", snowball("Norwegian")),
        entry("persian", PersianStemFilter::new),
        entry("porter", PorterStemFilter::new),
        entry("porter2", snowball("English")),
        entry("portuguese", snowball("Portuguese")),
        entry("portuguese_rslp", PortugueseStemFilter::new),
        entry("possessive_english", EnglishPossessiveFilter::new),
        entry("romanian", snowball("Romanian")),
        entry("russian", snowball("Russian")),
        entry("serbian", snowball("Serbian")),
        entry("sorani", SoraniStemFilter::new),
        entry("spanish", snowball("Spanish")),
        entry("spanish_plural", SpanishPluralStemFilter::new),
        entry("swedish", snowball("Swedish")),
        entry("turkish", snowball("Turkish")));

    /** Lucene's constant for it is not public, and its factories empty the map they are given. */
    private static Map<String, String> nynorsk() {
        return new HashMap<>(Map.of("variant", "nn"));
    }

    private Stemmers() {}
}
