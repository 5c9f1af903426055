package io.fragmentcache.thymeleaf;

import io.fragmentcache.stage.Server;
import io.fragmentcache.stage.Visitor;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.WebContext;

/** The same as {@link DifferentialTest} in a servlet container, where variables are attributes of the request. */
class WebDifferentialTest {
    private static Server server;
    private static Visitor visitor;

    @BeforeAll
    static void start() {
        server = Server.start();
        visitor = server.visitor();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Sample> samples() {
        return Stream.concat(DifferentialTest.samples(), WebSamples.all());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void withTemplatesParsedOnce(Sample sample) {
        new Differential(sample, true, WebDifferentialTest::print).compare();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void withTemplatesParsedForEachPage(Sample sample) {
        new Differential(sample, false, WebDifferentialTest::print).compare();
    }

    private static String print(TemplateEngine engine, Sample sample) {
        server.serve((exchange, request, response) -> engine.process(
                sample.file(), new WebContext(exchange, Locale.ENGLISH, Sample.VARIABLES), response.getWriter()));
        return visitor.get("/page?q=1", "X-Who", "anyone");
    }
}
