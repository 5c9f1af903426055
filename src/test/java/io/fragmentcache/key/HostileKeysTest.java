package io.fragmentcache.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.stage.ShortEvents;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.thymeleaf.CacheDialect;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;

/**
 * Two different keys never share their HTML, whatever they are made of; a key that is equal hits. Whole numbers of one
 * value are one key, whether they are an int or a long, and an Optional is its content: docs/attributes.md.
 */
class HostileKeysTest {
    private static final String PIECES = "a1:,[]{}=|\0\"'\\;#\u001F\uD800\uDC00/?&";

    enum First {
        X,
        Y
    }

    enum Second {
        X,
        Y
    }

    private final ShortEvents events = new ShortEvents();
    private final TemplateEngine engine = new TemplateEngine();

    /** Makes each value again, so that equal ones are never the same object. */
    private static List<Supplier<Object>> values() {
        List<Supplier<Object>> values = new ArrayList<>();
        for (String text : List.of(
                "", "a", "a\0", "\0", "\uD800", "\uD801", "?", "é", "e\u0301", "1", "1:a", "[a]", "X", "NaN", "i",
                "ı")) {
            values.add(() -> String.valueOf(text.toCharArray()));
        }
        for (String end : List.of("x", "y")) {
            values.add(() -> "x".repeat(100_000) + end);
        }
        values.addAll(List.of(() -> 1, () -> 1.0, () -> 'a', () -> '1', () -> true));
        values.addAll(List.of(() -> 0.0, () -> -0.0, () -> Double.NaN, () -> 0.1, () -> (double) 0.1f));
        values.addAll(List.of(() -> 0.0f, () -> -0.0f, () -> Float.NaN, () -> 0.1f, () -> 1.0f));
        for (String number : List.of("1", "1.0", "1.00", "1E+2", "100")) {
            values.add(() -> new BigDecimal(number));
        }
        values.addAll(List.of(() -> First.X, () -> First.Y, () -> Second.X, () -> Second.Y));
        values.addAll(List.of(() -> Locale.US, () -> Locale.ENGLISH, () -> Locale.forLanguageTag("en-US-u-nu-thai")));
        Instant instant = Instant.parse("2026-10-25T00:30:00Z");
        for (String zone : List.of("UTC", "Europe/Berlin", "Europe/Paris", "+02:00")) {
            values.add(() -> instant.atZone(ZoneId.of(zone)));
        }
        values.addAll(List.of(() -> instant, () -> instant.plusNanos(1), () -> instant.atOffset(ZoneOffset.UTC)));
        values.add(() -> LocalDate.of(2026, 10, 25));
        values.add(() -> ZonedDateTime.ofLocal(
                LocalDateTime.of(2026, 10, 25, 2, 30), ZoneId.of("Europe/Berlin"), ZoneOffset.ofHours(1)));
        values.addAll(
                List.of(() -> new Item("1", "a", 1), () -> new Item("2", "a", 1), () -> List.of(List.of("a"), "b")));
        values.addAll(
                List.of(() -> List.of("a", List.of("b")), () -> List.of(List.of("a", "b")), () -> List.of("a", "b")));
        values.addAll(
                List.of(() -> ordered("a", "b"), () -> ordered("b", "a"), () -> Map.of("a", "b"), () -> List.of()));
        Random random = new Random(20261130);
        for (int i = 0; i < 200; i++) {
            String one = soup(random);
            String two = soup(random) + "z";
            values.add(() -> List.of(one, two));
            values.add(() -> List.of(one + two));
            values.add(() -> Arrays.asList(List.of(one), List.of(two)));
        }
        return values;
    }

    private static Map<String, Integer> ordered(String first, String second) {
        Map<String, Integer> map = new LinkedHashMap<>();
        map.put(first, 1);
        map.put(second, 1);
        return map;
    }

    private static String soup(Random random) {
        StringBuilder soup = new StringBuilder();
        for (int left = random.nextInt(6); left > 0; left--) {
            soup.append(PIECES.charAt(random.nextInt(PIECES.length())));
        }
        return soup.toString();
    }

    /** The same for equal values only. */
    private static String unlike(Object value) {
        if (value instanceof List<?> members) {
            StringBuilder all = new StringBuilder("L" + members.size());
            members.forEach(member -> all.append('(').append(unlike(member)).append(')'));
            return all.toString();
        }
        StringBuilder text = new StringBuilder(value.getClass().getName());
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> text.append(unlike(name)).append('=').append(unlike(member)));
            return text.toString();
        }
        String plain = String.valueOf(value);
        text.append(plain.length());
        plain.chars()
                .skip(Math.max(0, plain.length() - 60))
                .forEach(c -> text.append('-').append(c));
        return text.toString();
    }

    @Test
    void differentKeysNeverShareTheirHtmlAndEqualOnesHit() {
        engine.setTemplateResolver(new MapTemplates()
                .put("page", "<p cache:fragment=\"f\" cache:key=\"${x}, ${y}\" th:text=\"${text}\"></p>"));
        engine.addDialect(new CacheDialect(FragmentCache.over(CaffeineStore.ofMegabytes(64))
                .listener(events)
                .build()));
        for (Supplier<Object> value : values()) {
            for (String other : List.of("", "a")) {
                String text = unlike(value.get()) + " and " + other;
                for (int i = 0; i < 2; i++) {
                    Context context = new Context(Locale.US, Map.of("x", value.get(), "y", other, "text", text));
                    assertThat(engine.process("page", context)).isEqualTo("<p>" + text + "</p>");
                }
                assertThat(events.take()).as(text).endsWith("HIT f");
            }
        }
    }
}
