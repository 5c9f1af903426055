package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.internal.digest.Digests;
import io.fragmentcache.key.Locator;
import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.stage.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.messageresolver.AbstractMessageResolver;

/**
 * Templates that are edited between pages, at random: what is shown is always of the new templates, and the check of the
 * lock names each fragment whose edit changes what it prints. The seed is in the name of a failure.
 */
@NullUnmarked // What it looks up is there, or the test fails.
class EditScheduleTest {
    private static final int SITES = Integer.getInteger("fragment-cache.test.sites", 15);
    private static final int EDITS = 12;

    /** Messages by template and key, the outermost template first; may be edited. */
    private static final class Messages extends AbstractMessageResolver {
        private final Map<String, String> texts = new HashMap<>();

        @Override
        public String resolveMessage(ITemplateContext context, Class<?> origin, String key, Object[] parameters) {
            return context.getTemplateStack().stream()
                    .map(template -> texts.get(template.getTemplate() + "." + key))
                    .filter(text -> text != null)
                    .findFirst()
                    .orElse(texts.get(key));
        }

        @Override
        public String createAbsentMessageRepresentation(
                ITemplateContext context, Class<?> origin, String key, Object[] parameters) {
            return "??" + key;
        }
    }

    /** A site whose templates have a text, tags around, messages, includes and holes. */
    private static final class Site {
        private final Random random;
        private final Map<String, String> sources = new TreeMap<>();
        private final Messages messages = new Messages();
        private int number;

        Site(Random random) {
            this.random = random;
            messages.texts.put("m", "message");
            sources.put("part", "<b th:fragment=\"p\">" + body(0) + "</b><i th:fragment=\"q\">q</i>");
            sources.put("other", "<u>" + body(0) + "</u>");
            sources.put(
                    "page", "<div th:with=\"t='t0'\">" + fragment("f", 2) + "</div>" + fragment("g", 1) + "<p>end</p>");
        }

        private String fragment(String name, int depth) {
            return "<section cache:fragment=\"" + name + number++ + "\" cache:key=\"'k'\" cache:fresh=\""
                    + (5 + random.nextInt(5)) + "m\">" + body(depth) + "</section>";
        }

        private String body(int depth) {
            StringBuilder body = new StringBuilder("<s>text" + number++ + "</s>");
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                body.append(
                        switch (random.nextInt(depth > 0 ? 7 : 3)) {
                            case 0 -> "<em>plain" + number++ + "</em>";
                            case 1 -> "<em th:text=\"#{m}\">m</em>";
                            case 2 -> "<em>[[${t}]]</em>";
                            case 3 -> "<em th:insert=\"~{part :: p}\">x</em>";
                            case 4 -> "<em th:replace=\"~{other}\">x</em>";
                            case 5 ->
                                "<em cache:hole=\"a='h" + number++ + "'\">[[${a}]]<q>hole" + number++ + "</q></em>";
                            default -> fragment("n", depth - 1);
                        });
            }
            return body.toString();
        }

        /** Edits one thing; says what. */
        String edit() {
            List<String> names = new ArrayList<>(sources.keySet());
            String template = names.get(random.nextInt(names.size()));
            String source = sources.get(template);
            String edited = switch (random.nextInt(7)) {
                case 0 -> replaceOne(source, "text\\d+", "text" + number++);
                case 1 -> "\n" + source;
                case 2 -> replaceOne(source, "t='t\\d*'", "t='t" + number++ + "'");
                case 3 -> replaceOne(source, "hole\\d+", "hole" + number++);
                case 4 ->
                    replaceOne(source, "cache:fresh=\"\\d+m\"", "cache:fresh=\"" + (5 + random.nextInt(5)) + "m\"");
                case 5 ->
                    replaceOne(source, "~\\{part :: .\\}", random.nextBoolean() ? "~{part :: p}" : "~{part :: q}");
                default -> source;
            };
            if (edited.equals(source)) {
                String key = List.of("m", "part.m", "other.m", "page.m").get(random.nextInt(4));
                messages.texts.put(key, "message" + number++);
                return "message " + key;
            }
            sources.put(template, edited);
            return template;
        }

        private String replaceOne(String source, String pattern, String by) {
            List<int[]> places = new ArrayList<>();
            var matcher = java.util.regex.Pattern.compile(pattern).matcher(source);
            while (matcher.find()) {
                places.add(new int[] {matcher.start(), matcher.end()});
            }
            if (places.isEmpty()) {
                return source;
            }
            int[] place = places.get(random.nextInt(places.size()));
            return source.substring(0, place[0]) + by + source.substring(place[1]);
        }
    }

    private static TemplateEngine plain(Site site) {
        MapTemplates templates = new MapTemplates();
        site.sources.forEach((name, source) -> templates.put(name, Sample.plain(source)));
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(templates);
        engine.setMessageResolver(site.messages);
        return engine;
    }

    private static Map<String, String> digests(Site site) {
        MapTemplates templates = new MapTemplates();
        site.sources.forEach(templates::put);
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(templates);
        engine.setMessageResolver(site.messages);
        Digests digests = new Digests(engine.getConfiguration(), "cache");
        Map<String, String> all = new TreeMap<>();
        for (String template : site.sources.keySet()) {
            for (Locator fragment : digests.fragmentsIn(template)) {
                var tree = digests.of(fragment, null);
                all.put(fragment.toString(), tree.digest() + " " + digests.messageTexts(tree, Locale.ENGLISH));
            }
        }
        return all;
    }

    /** What each fragment prints, rendered alone in its page: its part of the plain page, found by its first text. */
    private static Map<String, String> printed(Site site) {
        MapTemplates templates = new MapTemplates();
        site.sources.forEach((name, source) -> templates.put(
                name,
                Sample.plain(source.replaceAll(
                        "<section cache:fragment=\"(\\w+)\"", "<section id=\"$1\" cache:fragment=\"$1\""))));
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(templates);
        engine.setMessageResolver(site.messages);
        var page = org.jsoup.Jsoup.parse(
                engine.process("page", new Context(Locale.ENGLISH)), org.jsoup.parser.Parser.xmlParser());
        Map<String, String> printed = new TreeMap<>();
        page.select("section").forEach(section -> {
            section.select("q").remove();
            printed.put("page :: " + section.id(), section.outerHtml());
        });
        return printed;
    }

    @Test
    void whatIsShownIsAlwaysOfTheNewTemplatesAndTheCheckNamesEachEdit() {
        for (int seed = 0; seed < SITES; seed++) {
            run(seed);
        }
    }

    private static void run(int seed) {
        Random random = new Random(seed);
        Site site = new Site(random);
        boolean cacheable = random.nextInt(3) > 0;
        Stage stage = Stage.lifetime("5m fresh, 5m stale");
        stage.engine().setMessageResolver(site.messages);
        if (!cacheable) {
            stage.uncacheable();
        }
        site.sources.forEach(stage::template);
        Map<String, String> before = digests(site);
        Map<String, String> printedBefore = printed(site);
        for (int i = 0; i < EDITS; i++) {
            String expected = plain(site).process("page", new Context(Locale.ENGLISH));
            for (int visits = 0; visits < 2; visits++) {
                assertThat(stage.engine().process("page", new Context(Locale.ENGLISH)))
                        .as("seed %d, edit %d, visit %d", seed, i, visits)
                        .isEqualTo(expected);
            }
            String edited = site.edit();
            site.sources.forEach(stage::editQuietly);
            if (random.nextBoolean() || edited.startsWith("message")) {
                stage.engine().clearTemplateCache();
            } else {
                stage.engine().clearTemplateCacheFor(edited);
            }
            Map<String, String> after = digests(site);
            Map<String, String> printed = printed(site);
            for (Map.Entry<String, String> now : printed.entrySet()) {
                if (!now.getValue().equals(printedBefore.get(now.getKey()))) {
                    assertThat(after.get(now.getKey()))
                            .as("seed %d, edit %d of %s: the check names %s", seed, i, edited, now.getKey())
                            .isNotEqualTo(before.get(now.getKey()));
                }
            }
            before = after;
            printedBefore = printed;
        }
    }
}
