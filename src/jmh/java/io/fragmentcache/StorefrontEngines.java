package io.fragmentcache;

import org.thymeleaf.TemplateEngine;
import org.thymeleaf.spring6.SpringTemplateEngine;

/** The engine of all peers: OGNL, or with {@code -Dbenchmark.language=spel} the expressions of Spring. */
final class StorefrontEngines {
    private StorefrontEngines() {}

    static TemplateEngine engine() {
        String language = System.getProperty("benchmark.language", "ognl");
        TemplateEngine engine = switch (language) {
            case "ognl" -> new TemplateEngine();
            case "spel" -> new SpringTemplateEngine();
            default -> throw new IllegalArgumentException("benchmark.language=" + language + ": ognl or spel");
        };
        engine.setTemplateResolver(new StorefrontTemplates());
        return engine;
    }
}
