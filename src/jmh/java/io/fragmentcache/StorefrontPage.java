package io.fragmentcache;

import java.util.List;
import java.util.Locale;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;

/** The page as plain Thymeleaf renders it, and the bare layout. */
final class StorefrontPage {
    static final List<String> LINKS = List.of("tea", "coffee", "cups", "pots", "gifts", "offers", "news", "help");

    private final TemplateEngine engine = StorefrontEngines.engine();

    /** What a controller hands over for each request. */
    static Context model(StorefrontCategory category) {
        Context model = new Context(Locale.ENGLISH);
        model.setVariable("title", "Tea");
        model.setVariable("user", "Ada");
        model.setVariable("links", LINKS);
        model.setVariable("category", category);
        return model;
    }

    void plain(StorefrontCategory category, PageBuffer out) {
        render(engine, "plain", model(category), out);
    }

    void layout(StorefrontCategory category, PageBuffer out) {
        render(engine, "layout", model(category), out);
    }

    static void render(ITemplateEngine engine, String template, Context model, PageBuffer out) {
        engine.process(template, model, out.restart());
    }
}
