package io.fragmentcache.thymeleaf;

import java.util.Locale;
import org.thymeleaf.context.Context;

/** How tests of templates ask for a page. */
final class TemplateFaults {
    static final Differential.Printer PAGE =
            (engine, sample) -> engine.process(sample.file(), new Context(Locale.ENGLISH, Sample.VARIABLES));

    private TemplateFaults() {}
}
