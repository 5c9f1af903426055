package io.fragmentcache;

import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.thymeleaf.CacheDialect;
import java.util.Locale;
import java.util.Map;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;

/**
 * What the first page of each of a thousand templates takes, in a process that has just started: each has three nested
 * fragments and includes a part that all share. Run it once with {@code plain} and once with {@code cached}.
 */
public final class StartTable {
    private static final int TEMPLATES = 1_000;
    private static final String PART = "<p th:fragment=\"part\" th:text=\"${name}\">x</p>";
    private static final String PAGE = """
            <html><body><main%s><h1 th:text="${name}">x</h1><ul%s><li%s><b th:text="${name}">x</b><i>%s</i></li></ul>
            <p th:replace="~{part :: part}">x</p></main></body></html>""";

    private StartTable() {}

    /** @param arguments {@code plain} or {@code cached} */
    public static void main(String[] arguments) {
        boolean cached = arguments.length > 0 && arguments[0].equals("cached");
        long began = System.nanoTime();
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(templates(cached));
        if (cached) {
            engine.addDialect(new CacheDialect(FragmentCache.inMemory().build()));
        }
        int characters = 0;
        for (int i = 0; i < TEMPLATES; i++) {
            Context model = new Context(Locale.ENGLISH, Map.of("name", "n" + i));
            characters += engine.process("page" + i, model).length();
            if (i == 0 || i == 99 || i == TEMPLATES - 1) {
                System.out.printf(Locale.ROOT, "| %d | %d ms |%n", i + 1, (System.nanoTime() - began) / 1_000_000);
            }
        }
        if (characters == 0) {
            throw new IllegalStateException("empty pages");
        }
        System.exit(0);
    }

    private static MapTemplates templates(boolean cached) {
        MapTemplates templates = new MapTemplates().put("part", PART);
        for (int i = 0; i < TEMPLATES; i++) {
            templates.put(
                    "page" + i,
                    PAGE.formatted(
                            mark("main", cached),
                            mark("list", cached),
                            mark("card", cached),
                            "page" + i + " text".repeat(100)));
        }
        return templates;
    }

    private static String mark(String name, boolean cached) {
        return cached ? " cache:fragment=\"%s\" cache:key=\"${name}\"".formatted(name) : "";
    }
}
