package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.stage.Stage;
import io.fragmentcache.testing.PlainDialect;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import nz.net.ultraq.thymeleaf.layoutdialect.LayoutDialect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;

/** The dialect that leaves the cache out prints what Thymeleaf prints for a template without our attributes. */
class PlainDialectTest {
    static Stream<Sample> samples() {
        return DifferentialTest.samples();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void marksLeaveNoTraceInWhatIsPrinted(Sample sample) {
        TemplateEngine marked = engine(sample, UnaryOperator.identity());
        marked.addDialect(new PlainDialect());
        assertThat(print(marked, sample)).isEqualTo(print(engine(sample, Sample::plain), sample));
    }

    private static TemplateEngine engine(Sample sample, UnaryOperator<String> written) {
        MapTemplates templates = new MapTemplates().put(sample.file(), written.apply(sample.page()));
        sample.others().forEach((name, source) -> templates.put(name, written.apply(source)));
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(templates);
        engine.setMessageResolver(Stage.messageResolver());
        if (sample.usesLayout()) {
            engine.addDialect(new LayoutDialect());
        }
        return engine;
    }

    private static String print(TemplateEngine engine, Sample sample) {
        return engine.process(sample.file(), new Context(Locale.ENGLISH, Sample.VARIABLES));
    }
}
