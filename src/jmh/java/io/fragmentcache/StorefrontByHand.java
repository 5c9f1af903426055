package io.fragmentcache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;

/** What a capable user does today: texts in Caffeine by identity and version, put into the page by th:utext. */
final class StorefrontByHand {
    private record Part(String name, long id, long version) {}

    private final TemplateEngine engine = StorefrontEngines.engine();
    private final Cache<Part, String> texts = Caffeine.newBuilder()
            .maximumWeight(64L * 1024 * 1024)
            .weigher((Part part, String text) -> 100 + text.length())
            .executor(Runnable::run)
            .build();

    void page(StorefrontCategory category, PageBuffer out) {
        Context model = StorefrontPage.model(category);
        model.setVariable("main", main(category));
        StorefrontPage.render(engine, "hand", model, out);
    }

    private String main(StorefrontCategory category) {
        Part part = new Part("main", category.getId(), category.getVersion());
        String known = texts.getIfPresent(part);
        return known != null ? known : keep(part, "hand-main", Map.of("category", category, "list", list(category)));
    }

    private String list(StorefrontCategory category) {
        Part part = new Part("list", category.getId(), category.getVersion());
        String known = texts.getIfPresent(part);
        return known != null ? known : keep(part, "hand-list", Map.of("cards", cards(category)));
    }

    private List<String> cards(StorefrontCategory category) {
        return category.getProducts().stream().map(this::card).toList();
    }

    private String card(StorefrontProduct product) {
        Part part = new Part("card", product.getId(), product.getVersion());
        String known = texts.getIfPresent(part);
        return known != null ? known : keep(part, "hand-card", Map.of("p", product));
    }

    private String keep(Part part, String template, Map<String, Object> model) {
        String text = engine.process(template, new Context(Locale.ENGLISH, model));
        texts.put(part, text);
        return text;
    }
}
