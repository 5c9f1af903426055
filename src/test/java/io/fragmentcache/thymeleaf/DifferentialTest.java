package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thymeleaf.IThrottledTemplateProcessor;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;

/** Plain Thymeleaf, a miss, a hit, a stale hit and what was regenerated behind it print the same bytes. */
class DifferentialTest {
    static Stream<Sample> samples() {
        return Stream.of(
                        SameTagSamples.all(),
                        PlaceSamples.all(),
                        EachSamples.all(),
                        HoleSamples.all(),
                        LayoutSamples.all())
                .flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void wholeAndInChunksWithTemplatesParsedOnce(Sample sample) {
        new Differential(sample, true, DifferentialTest::whole, chunks(1), chunks(7), chunks(64)).compare();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void wholeAndInChunksWithTemplatesParsedForEachPage(Sample sample) {
        new Differential(sample, false, DifferentialTest::whole, chunks(1), chunks(7), chunks(64)).compare();
    }

    @Test
    void thereAreManySamplesAndNoTwoHaveOneName() {
        assertThat(samples().map(Sample::name).toList()).hasSizeGreaterThan(90).doesNotHaveDuplicates();
        assertThat(samples().map(sample -> Sample.plain(sample.page()))).noneMatch(page -> page.contains("cache"));
    }

    private static String whole(TemplateEngine engine, Sample sample) {
        return engine.process(sample.file(), new Context(Locale.ENGLISH, Sample.VARIABLES));
    }

    private static Differential.Printer chunks(int characters) {
        return (engine, sample) -> {
            StringWriter out = new StringWriter();
            IThrottledTemplateProcessor processor =
                    engine.processThrottled(sample.file(), new Context(Locale.ENGLISH, Sample.VARIABLES));
            while (!processor.isFinished()) {
                processor.process(characters, out);
            }
            return out.toString();
        };
    }
}
