package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Happened;
import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.stage.Page;
import io.fragmentcache.stage.Stage;
import java.util.List;
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
    private final List<Printer> printers;

    Differential(Sample sample, boolean cacheable, Printer... printers) {
        this.sample = sample;
        this.cacheable = cacheable;
        this.printers = List.of(printers);
    }

    /** Asserts that all five are the same for each way of asking, and that each came from where it should. */
    void compare() {
        String plain = printers.get(0).print(plainEngine(), sample);
        Stage stage = stage();
        for (Printer printer : printers) {
            stage.evictAll();
            compare(stage, printer, plain);
        }
    }

    private void compare(Stage stage, Printer printer, String plain) {
        Page miss = page(stage, printer).shows(plain);
        assertThat(miss.count("RENDERED")).isEqualTo(miss.count("MISS"));
        assertThat(miss.count("MISS")).isGreaterThanOrEqualTo(Math.min(1, sample.hits()));
        all("HIT", page(stage, printer).shows(plain));

        stage.wait("11m");
        all("STALE", page(stage, printer).shows(plain));
        Happened behind = stage.runBackground();
        assertThat(behind.count("FAILED")).as("%s", behind.events()).isZero();
        all("HIT", page(stage, printer).shows(plain));
    }

    /** Nothing passes by being silently uncached. */
    private void all(String what, Page page) {
        assertThat(page.events())
                .hasSize(sample.hits())
                .allMatch(event -> event.what().equals(what));
    }

    private Page page(Stage stage, Printer printer) {
        int mark = stage.heard().mark();
        String text = printer.print(stage.engine(), sample);
        return new Page(text, stage.heard().since(mark));
    }

    private Stage stage() {
        Stage stage = Stage.lifetime("10m fresh, 10m stale");
        if (sample.usesLayout()) {
            stage.dialect(new LayoutDialect());
        }
        stage.template(sample.file(), sample.page());
        sample.others().forEach(stage::template);
        return cacheable ? stage : stage.uncacheable();
    }

    private TemplateEngine plainEngine() {
        MapTemplates templates = new MapTemplates().put(sample.file(), Sample.plain(sample.page()));
        sample.others().forEach((name, source) -> templates.put(name, Sample.plain(source)));
        templates.setCacheable(cacheable);
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(templates);
        engine.setMessageResolver(Stage.messageResolver());
        if (sample.usesLayout()) {
            engine.addDialect(new LayoutDialect());
        }
        return engine;
    }
}
