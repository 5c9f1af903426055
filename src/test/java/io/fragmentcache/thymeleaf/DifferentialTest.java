package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.Locale;
import java.util.stream.Stream;
import nz.net.ultraq.thymeleaf.layoutdialect.LayoutDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thymeleaf.IThrottledTemplateProcessor;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;

/** Plain Thymeleaf, a miss, a hit, a stale hit and what was regenerated behind it print the same bytes. */
class DifferentialTest {
    static Stream<Sample> samples() {
        return Stream.of(SameTagSamples.all(), PlaceSamples.all(), LayoutSamples.all())
                .flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void printsTheSameWithTemplatesParsedOnce(Sample sample) {
        compare(sample, true, 0);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void printsTheSameWithTemplatesParsedForEachPage(Sample sample) {
        compare(sample, false, 0);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void printsTheSameOneCharacterAtATime(Sample sample) {
        compare(sample, true, 1);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void printsTheSameInChunksOfSeven(Sample sample) {
        compare(sample, false, 7);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void printsTheSameInChunksOfSixtyFour(Sample sample) {
        compare(sample, true, 64);
    }

    @Test
    void thereAreManySamplesAndNoTwoHaveOneName() {
        assertThat(samples().map(Sample::name).toList()).hasSizeGreaterThan(60).doesNotHaveDuplicates();
        assertThat(samples().map(sample -> Sample.plain(sample.page()))).noneMatch(page -> page.contains("cache"));
    }

    private static void compare(Sample sample, boolean cacheable, int chunk) {
        String plain = page(plainEngine(sample, cacheable), sample, 0);
        Stage stage = stage(sample, cacheable);

        Page miss = page(stage, sample, chunk).shows(plain);
        assertThat(miss.count("RENDERED")).isEqualTo(miss.count("MISS"));
        Page hit = page(stage, sample, chunk).shows(plain);
        assertThat(hit.events())
                .hasSize(sample.hits())
                .allMatch(event -> event.what().equals("HIT"));
        assertThat(miss.count("MISS")).isGreaterThanOrEqualTo(Math.min(1, sample.hits()));

        stage.wait("11m");
        Page stale = page(stage, sample, chunk).shows(plain);
        assertThat(stale.events()).allMatch(event -> event.what().equals("STALE"));
        Happened behind = stage.runBackground();
        assertThat(behind.count("FAILED")).as("%s", behind.events()).isZero();
        Page again = page(stage, sample, chunk).shows(plain);
        assertThat(again.events())
                .hasSize(sample.hits())
                .allMatch(event -> event.what().equals("HIT"));
    }

    private static Stage stage(Sample sample, boolean cacheable) {
        Stage stage = Stage.lifetime("10m fresh, 10m stale").dialect(new LayoutDialect());
        stage.template(sample.file(), sample.page());
        sample.others().forEach(stage::template);
        return cacheable ? stage : stage.uncacheable();
    }

    private static TemplateEngine plainEngine(Sample sample, boolean cacheable) {
        Templates templates = new Templates().put(sample.file(), Sample.plain(sample.page()));
        sample.others().forEach((name, source) -> templates.put(name, Sample.plain(source)));
        templates.setCacheable(cacheable);
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(templates);
        engine.setMessageResolver(Stage.messageResolver());
        engine.addDialect(new LayoutDialect());
        return engine;
    }

    private static Page page(Stage stage, Sample sample, int chunk) {
        int mark = stage.heard().mark();
        String text = page(stage.engine(), sample, chunk);
        return new Page(text, stage.heard().since(mark));
    }

    private static String page(TemplateEngine engine, Sample sample, int chunk) {
        Context context = new Context(Locale.ENGLISH, Sample.VARIABLES);
        if (chunk == 0) {
            return engine.process(sample.file(), context);
        }
        StringWriter out = new StringWriter();
        IThrottledTemplateProcessor processor = engine.processThrottled(sample.file(), context);
        while (!processor.isFinished()) {
            processor.process(chunk, out);
        }
        return out.toString();
    }
}
