package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import nz.net.ultraq.thymeleaf.layoutdialect.LayoutDialect;
import org.thymeleaf.TemplateEngine;

/** Prints a sample five times: by plain Thymeleaf, as a miss, a hit, stale, and what was regenerated behind that. */
final class Differential {
    /** How a page is asked for. */
    interface Printer {
        String print(TemplateEngine engine, Sample sample);
    }

    private final Sample sample;
    private final boolean cacheable;
    private final Printer printer;

    Differential(Sample sample, boolean cacheable, Printer printer) {
        this.sample = sample;
        this.cacheable = cacheable;
        this.printer = printer;
    }

    /** Asserts that all five are the same, and that each came from where it should. */
    void compare() {
        String plain = printer.print(plainEngine(), sample);
        Stage stage = stage();

        Page miss = page(stage).shows(plain);
        assertThat(miss.count("RENDERED")).isEqualTo(miss.count("MISS"));
        assertThat(miss.count("MISS")).isGreaterThanOrEqualTo(Math.min(1, sample.hits()));
        allHit(page(stage).shows(plain));

        stage.wait("11m");
        Page stale = page(stage).shows(plain);
        assertThat(stale.events())
                .hasSize(sample.hits())
                .allMatch(event -> event.what().equals("STALE"));
        Happened behind = stage.runBackground();
        assertThat(behind.count("FAILED")).as("%s", behind.events()).isZero();
        allHit(page(stage).shows(plain));
    }

    /** Nothing passes by being silently uncached. */
    private void allHit(Page page) {
        assertThat(page.events())
                .hasSize(sample.hits())
                .allMatch(event -> event.what().equals("HIT"));
    }

    private Page page(Stage stage) {
        int mark = stage.heard().mark();
        String text = printer.print(stage.engine(), sample);
        return new Page(text, stage.heard().since(mark));
    }

    private Stage stage() {
        Stage stage = Stage.lifetime("10m fresh, 10m stale").dialect(new LayoutDialect());
        stage.template(sample.file(), sample.page());
        sample.others().forEach(stage::template);
        return cacheable ? stage : stage.uncacheable();
    }

    private TemplateEngine plainEngine() {
        Templates templates = new Templates().put(sample.file(), Sample.plain(sample.page()));
        sample.others().forEach((name, source) -> templates.put(name, Sample.plain(source)));
        templates.setCacheable(cacheable);
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(templates);
        engine.setMessageResolver(Stage.messageResolver());
        engine.addDialect(new LayoutDialect());
        return engine;
    }
}
