package newsmill.analysis;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.miscellaneous.EmptyTokenStream;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.PreBuiltAnalyzerProviderFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.indices.analysis.PreBuiltCacheFactory.CachingStrategy;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/** Registers {@link Stock}: what Elasticsearch's own module analysis-common, which is not published, offers under the same names. */
public final class StockAnalysisPlugin extends Plugin implements AnalysisPlugin {
    private final Stock stock = new Stock();

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        return each(stock.analyzers, row -> (index, env, name, settings) -> analyzer(name, row.apply(new Config(index, env, settings))));
    }

    /** An analyser used as it stands is built once for all indices: 40 of them for every new index would be felt. */
    @Override
    public List<PreBuiltAnalyzerProviderFactory> getPreBuiltAnalyzerProviderFactories() {
        return stock.analyzers.entrySet().stream()
            .filter(row -> Stock.IN_THE_CORE.contains(row.getKey()) == false)
            .map(row -> new PreBuiltAnalyzerProviderFactory(
                row.getKey(), CachingStrategy.ONE, () -> row.getValue().apply(new Config(null, null, Settings.EMPTY))))
            .toList();
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> filters = each(stock.filters, row -> {
            AnalysisProvider<TokenFilterFactory> provider = (index, env, name, settings) -> {
                var filter = row.build().apply(new Config(index, env, settings));
                return checked(settings, row.normalizes() ? new Factories.NormalizingFilter(name, filter) : new Factories.Filter(name, filter));
            };
            return row.needsSettings() ? AnalysisPlugin.requiresAnalysisSettings(provider) : provider;
        });
        filters.put("synonym", synonyms(false));
        filters.put("synonym_graph", synonyms(true));
        return filters;
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return each(stock.charFilters, row -> {
            AnalysisProvider<CharFilterFactory> provider = (index, env, name, settings) -> {
                var filter = row.build().apply(new Config(index, env, settings));
                return row.normalizes() ? new Factories.NormalizingCharFilter(name, filter) : new Factories.CharFilter(name, filter);
            };
            return row.needsSettings() ? AnalysisPlugin.requiresAnalysisSettings(provider) : provider;
        });
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return each(stock.tokenizers, row -> (index, env, name, settings) -> {
            Config config = new Config(index, env, settings);
            return TokenizerFactory.newFactory(name, () -> row.apply(config));
        });
    }

    private static AnalysisProvider<TokenFilterFactory> synonyms(boolean graph) {
        return AnalysisPlugin.requiresAnalysisSettings(
            (index, env, name, settings) -> new Synonyms(name, new Config(index, env, settings), graph));
    }

    private static AnalyzerProvider<Analyzer> analyzer(String name, Analyzer analyzer) {
        return new AbstractIndexAnalyzerProvider<>(name) {
            @Override
            public Analyzer get() {
                return analyzer;
            }
        };
    }

    /** Wrong settings must fail when the index is made, not when its first document comes. */
    private static TokenFilterFactory checked(Settings settings, TokenFilterFactory factory) throws java.io.IOException {
        if (settings.hasValue("type")) factory.create(new EmptyTokenStream()).close();
        return factory;
    }

    private static <A, B> Map<String, B> each(Map<String, A> rows, Function<A, B> change) {
        Map<String, B> changed = new TreeMap<>();
        rows.forEach((name, row) -> changed.put(name, change.apply(row)));
        return changed;
    }
}
