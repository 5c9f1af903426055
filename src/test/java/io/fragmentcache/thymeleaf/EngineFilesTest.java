package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.stage.MapTemplates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nz.net.ultraq.thymeleaf.layoutdialect.LayoutDialect;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.TemplateSpec;
import org.thymeleaf.context.Context;
import org.thymeleaf.messageresolver.StandardMessageResolver;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * The test files of Thymeleaf and of the layout dialect, which are not part of this project: where a directory of them is
 * named with {@code -Dfragment-cache.test.engine-files=…}, elements in their templates are marked at random, and what is
 * printed is compared with plain Thymeleaf, as a miss and as a hit.
 */
@NullUnmarked // What it looks up is there, or the test fails.
@SuppressWarnings("ArrayRecordComponent")
class EngineFilesTest {
    private static final String DIRECTORY = "fragment-cache.test.engine-files";
    private static final int WAYS = Integer.getInteger("fragment-cache.test.ways", 3);
    private static final Pattern SECTION = Pattern.compile("(?m)^%([A-Z_]+)(?:\\[([^\\]]*)\\])?[ \\t]*(.*)$");
    private static final Pattern TAG = Pattern.compile("<(?!html|!|/|\\?)([a-z][\\w:-]*)(?=[\\s/>])");

    private record File(Path path, TemplateMode mode, Map<String, String> inputs, String context, String messages) {
        static Optional<File> read(Path path) {
            String text = text(path).replaceAll("(?m)^#.*$", "");
            Matcher section = SECTION.matcher(text);
            Map<String, String> inputs = new LinkedHashMap<>();
            Map<String, String> others = new LinkedHashMap<>();
            String name = null;
            String index = null;
            int from = 0;
            while (true) {
                boolean more = section.find();
                if (name != null) {
                    String content = text.substring(from, more ? section.start() : text.length());
                    if (name.equals("INPUT")) {
                        inputs.put(
                                index == null ? "page" : index,
                                content.replaceFirst("^\\R", "").replaceFirst("\\R$", ""));
                    } else {
                        others.merge(name, content.strip(), (one, other) -> one + "\n" + other);
                    }
                }
                if (!more) {
                    break;
                }
                name = section.group(1);
                index = section.group(2);
                from = section.start(3);
            }
            TemplateMode mode;
            try {
                mode = TemplateMode.valueOf(
                        others.getOrDefault("TEMPLATE_MODE", "HTML").strip());
            } catch (IllegalArgumentException unknown) {
                return Optional.empty();
            }
            return inputs.containsKey("page")
                    ? Optional.of(new File(
                            path,
                            mode,
                            inputs,
                            others.getOrDefault("CONTEXT", ""),
                            others.getOrDefault("MESSAGES", "")))
                    : Optional.empty();
        }

        private static String text(Path path) {
            try {
                return Files.readString(path, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        TemplateEngine engine(Map<String, String> sources) {
            MapTemplates templates = new MapTemplates();
            templates.setTemplateMode(mode);
            sources.forEach(templates::put);
            TemplateEngine engine = new TemplateEngine();
            engine.setTemplateResolver(templates);
            StandardMessageResolver resolver = new StandardMessageResolver();
            messages.lines()
                    .filter(line -> line.contains("="))
                    .forEach(line -> resolver.addDefaultMessage(
                            line.substring(0, line.indexOf('=')).strip(),
                            line.substring(line.indexOf('=') + 1).strip()));
            engine.setMessageResolver(resolver);
            if (sources.values().stream().anyMatch(source -> source.contains("layout:"))) {
                engine.addDialect(new LayoutDialect());
            }
            return engine;
        }

        /** Its variables, as far as plain Thymeleaf can read them. */
        Context variables() {
            Context context = new Context(Locale.US);
            TemplateEngine engine = new TemplateEngine();
            for (String line : this.context.lines().toList()) {
                int is = line.indexOf('=');
                if (is > 0 && line.substring(0, is).strip().matches("\\w+")) {
                    String name = line.substring(0, is).strip();
                    try {
                        var holder = new Object[1];
                        Context inner = new Context(Locale.US, all(context));
                        inner.setVariable("holder", new Holder(holder));
                        engine.process(
                                "<th:block th:text=\"${holder.set("
                                        + line.substring(is + 1).strip().replace("\"", "&quot;") + ")}\"/>",
                                inner);
                        context.setVariable(name, holder[0]);
                    } catch (RuntimeException needsClassesOfTheirTests) {
                        return null;
                    }
                }
            }
            return context;
        }

        private static Map<String, Object> all(Context context) {
            Map<String, Object> all = new LinkedHashMap<>();
            context.getVariableNames().forEach(name -> all.put(name, context.getVariable(name)));
            return all;
        }
    }

    /** Takes a value out of an expression. */
    public record Holder(Object[] values) {
        public String set(Object value) {
            values[0] = value;
            return "";
        }
    }

    private static Map<String, String> marked(Map<String, String> inputs, Random random) {
        Map<String, String> marked = new LinkedHashMap<>();
        AtomicInteger number = new AtomicInteger();
        inputs.forEach((name, source) -> {
            List<Integer> ends = new ArrayList<>();
            Matcher tag = TAG.matcher(source);
            String lower = source.toLowerCase(Locale.ROOT);
            while (tag.find()) {
                if (source.lastIndexOf("<!--", tag.start()) <= source.lastIndexOf("-->", tag.start())
                        && source.lastIndexOf("<![CDATA[", tag.start()) <= source.lastIndexOf("]]>", tag.start())
                        && lower.lastIndexOf("<script", tag.start()) <= lower.lastIndexOf("</script", tag.start())) {
                    ends.add(tag.end());
                }
            }
            StringBuilder text = new StringBuilder(source);
            for (int i = ends.size() - 1; i >= 0; i--) {
                if (random.nextInt(Math.max(1, ends.size())) < 2) {
                    text.insert(ends.get(i), " cache:fragment=\"m" + number.incrementAndGet() + "\" cache:key=\"'k'\"");
                }
            }
            marked.put(name, text.toString());
        });
        return marked;
    }

    private static String outcome(TemplateEngine engine, File file) {
        try {
            return engine.process(new TemplateSpec("page", file.mode()), file.variables());
        } catch (RuntimeException e) {
            return "throws " + e.getClass().getSimpleName();
        }
    }

    @TestFactory
    Stream<DynamicTest> whatIsPrintedIsWhatPlainThymeleafPrints() throws IOException {
        String directory = System.getProperty(DIRECTORY);
        if (directory == null) {
            return Stream.empty();
        }
        List<Path> paths;
        try (Stream<Path> files = Files.walk(Path.of(directory))) {
            paths = files.filter(file -> file.toString().endsWith(".thtest"))
                    .sorted()
                    .toList();
        }
        return paths.stream()
                .map(File::read)
                .flatMap(Optional::stream)
                .filter(file -> file.mode().isMarkup() && file.variables() != null)
                .map(file -> DynamicTest.dynamicTest(file.path().toString(), () -> compare(file)));
    }

    private static void compare(File file) {
        String plain = outcome(file.engine(file.inputs()), file);
        if (plain.startsWith("throws") || !plain.equals(outcome(file.engine(file.inputs()), file))) {
            return;
        }
        for (int way = 0; way < WAYS; way++) {
            Map<String, String> marked = marked(file.inputs(), new Random(way));
            TemplateEngine engine = file.engine(marked);
            engine.addDialect(new CacheDialect(FragmentCache.inMemory().build()));
            for (String visit : List.of("miss", "hit", "hit again")) {
                assertThat(outcome(engine, file))
                        .as("%s, way %d: %s", visit, way, marked)
                        .isEqualTo(plain);
            }
        }
    }
}
