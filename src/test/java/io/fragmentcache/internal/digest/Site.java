package io.fragmentcache.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.key.Locator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import nz.net.ultraq.thymeleaf.layoutdialect.LayoutDialect;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;

/** A stage: templates in memory, an edit, and whose digest that changes. */
final class Site {
    final InMemoryTemplates templates;
    final TemplateEngine engine = new TemplateEngine();
    final CountingDialect counter = new CountingDialect();
    private @Nullable Digests digests;

    private Site(String root) {
        templates = new InMemoryTemplates(root);
        engine.addDialect(new LayoutDialect());
        engine.addDialect(counter);
        engine.setTemplateResolver(templates);
    }

    static Site of(String name, String source) {
        return under("/somewhere/templates/").template(name, source);
    }

    static Site under(String root) {
        return new Site(root);
    }

    Site template(String name, String source) {
        templates.sources.put(name, source);
        return this;
    }

    Digests digests() {
        if (digests == null) {
            digests = new Digests(engine.getConfiguration(), "cache");
        }
        return digests;
    }

    DependencyTree tree(String fragment) {
        return digests().of(Locator.parse(fragment), null);
    }

    String digest(String fragment) {
        return tree(fragment).digest().toString();
    }

    Edit edit(String template, String from, String to) {
        Map<Locator, Digest> before = all();
        String source = templates.sources.getOrDefault(template, "");
        assertThat(source).contains(from);
        templates.sources.put(template, source.replace(from, to));
        digests().forget();
        return new Edit(before, all());
    }

    private Map<Locator, Digest> all() {
        Map<Locator, Digest> all = new LinkedHashMap<>();
        for (String template : digests().templates()) {
            for (Locator fragment : digests().fragmentsIn(template)) {
                all.put(fragment, digests().of(fragment, null).digest());
            }
        }
        return all;
    }

    record Edit(Map<Locator, Digest> before, Map<Locator, Digest> after) {
        /** Exactly these, and no other fragment of the site. */
        void changesOnly(String... fragments) {
            assertThat(before.keySet().stream()
                            .filter(fragment -> !Objects.equals(before.get(fragment), after.get(fragment)))
                            .map(Locator::toString))
                    .containsExactlyInAnyOrder(fragments);
        }

        void changesNothing() {
            assertThat(after).isEqualTo(before);
        }
    }
}
