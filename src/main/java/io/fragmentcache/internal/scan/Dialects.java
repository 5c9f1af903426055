package io.fragmentcache.internal.scan;

import org.jspecify.annotations.Nullable;
import org.thymeleaf.DialectConfiguration;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.dialect.IProcessorDialect;

/** The prefixes under which the dialects that print other templates are known to this engine; null when absent. */
public record Dialects(@Nullable String standard, @Nullable String layout, String cache) {
    private static final String LAYOUT_DIALECT = "nz.net.ultraq.thymeleaf.layoutdialect.LayoutDialect";

    public static Dialects of(IEngineConfiguration configuration, String cache) {
        String standard = configuration.isStandardDialectPresent() ? configuration.getStandardDialectPrefix() : null;
        String layout = null;
        for (DialectConfiguration dialect : configuration.getDialectConfigurations()) {
            if (dialect.getDialect().getClass().getName().equals(LAYOUT_DIALECT)
                    && dialect.getDialect() instanceof IProcessorDialect processors) {
                layout = dialect.isPrefixSpecified() ? dialect.getPrefix() : processors.getPrefix();
            }
        }
        return new Dialects(standard, layout, cache);
    }
}
