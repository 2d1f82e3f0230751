package newsmill.analysis;

import java.io.IOException;
import java.io.StringReader;
import java.text.ParseException;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.synonym.SolrSynonymParser;
import org.apache.lucene.analysis.synonym.SynonymFilter;
import org.apache.lucene.analysis.synonym.SynonymGraphFilter;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.apache.lucene.analysis.synonym.WordnetSynonymParser;
import org.elasticsearch.index.IndexService.IndexCreationContext;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.CustomAnalyzer;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;

/** `synonym` and `synonym_graph`. Their rules go through the tokenizer and the filters before them, so they are built when the chain is known. */
final class Synonyms extends AbstractTokenFilterFactory {
    private final Config config;
    private final boolean graph;

    Synonyms(String name, Config config, boolean graph) {
        super(name);
        this.config = config;
        this.graph = graph;
    }

    @Override
    public TokenStream create(TokenStream in) {
        throw new IllegalStateException("[" + name() + "] needs the chain it stands in");
    }

    @Override
    public TokenFilterFactory getChainAwareTokenFilterFactory(
        IndexCreationContext context,
        TokenizerFactory tokenizer,
        List<CharFilterFactory> charFilters,
        List<TokenFilterFactory> before,
        Function<String, TokenFilterFactory> all
    ) {
        TokenFilterFactory[] filters = before.stream().map(TokenFilterFactory::getSynonymFilter).toArray(TokenFilterFactory[]::new);
        SynonymMap map = parse(new CustomAnalyzer(tokenizer, charFilters.toArray(CharFilterFactory[]::new), filters));
        return new Factories.Filter(name(), in -> map.fst == null ? in : filter(in, map));
    }

    @SuppressWarnings("deprecation") // Elasticsearch's `synonym` is this filter, and its tokens differ from the graph's
    private TokenStream filter(TokenStream in, SynonymMap map) {
        return graph ? new SynonymGraphFilter(in, map, false) : new SynonymFilter(in, map, false);
    }

    private SynonymMap parse(Analyzer analyzer) {
        if (config.settings().hasValue("synonyms_set")) throw new IllegalArgumentException("[synonyms_set] needs the official Elasticsearch");
        List<String> rules = config.lines("synonyms");
        boolean expand = config.flag("expand", true);
        boolean wordnet = config.text("format", "solr").equals("wordnet");
        SynonymMap.Parser parser = wordnet ? new WordnetSynonymParser(true, expand, analyzer) : new SolrSynonymParser(true, expand, analyzer);
        try {
            // Solr's rules stand alone, so a bad one can be left out; WordNet's lines belong together.
            for (String rule : wordnet ? List.of(String.join("\n", rules)) : rules) parse(parser, rule);
            return parser.build();
        } catch (IOException | ParseException wrong) {
            throw new IllegalArgumentException("failed to build synonyms from [" + rules + "]", wrong);
        }
    }

    private void parse(SynonymMap.Parser parser, String rule) throws IOException, ParseException {
        try {
            parser.parse(new StringReader(rule));
        } catch (ParseException | IllegalArgumentException wrong) {
            if (config.flag("lenient", false) == false) throw wrong;
        }
    }
}
