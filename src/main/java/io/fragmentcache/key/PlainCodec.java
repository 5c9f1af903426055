package io.fragmentcache.key;

import static java.util.Map.entry;

import io.fragmentcache.internal.Internal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Plain values, and lists of them, as a text and back. Each keeps its Java type, which a key does not: code that was
 * asked for a Long must not be asked for an Integer later. Enums cannot be written, since reading one back would load
 * a class by a name that came from elsewhere.
 */
@Internal
public final class PlainCodec {
    private static final int DEEPEST = 20;
    private static final String LIST = "List";

    private static final Map<String, Function<String, Object>> READERS = Map.ofEntries(
            entry("String", text -> text),
            entry("Long", Long::valueOf),
            entry("Integer", Integer::valueOf),
            entry("Short", Short::valueOf),
            entry("Byte", Byte::valueOf),
            entry("Double", Double::valueOf),
            entry("Float", Float::valueOf),
            entry("Boolean", Boolean::valueOf),
            entry("Character", text -> text.charAt(0)),
            entry("BigDecimal", BigDecimal::new),
            entry("BigInteger", BigInteger::new),
            entry("UUID", UUID::fromString),
            entry("URI", URI::create),
            entry("Locale", Locale::forLanguageTag),
            entry("Currency", Currency::getInstance),
            entry("Instant", Instant::parse),
            entry("LocalDate", LocalDate::parse),
            entry("LocalTime", LocalTime::parse),
            entry("LocalDateTime", LocalDateTime::parse),
            entry("OffsetDateTime", OffsetDateTime::parse),
            entry("ZonedDateTime", ZonedDateTime::parse),
            entry("Year", Year::parse),
            entry("YearMonth", YearMonth::parse));

    private final String in;
    private int at;
    private int depth;

    private PlainCodec(String in) {
        this.in = in;
    }

    /** Empty where the value is none of these. */
    public static Optional<String> write(Object value) {
        StringBuilder out = new StringBuilder();
        return write(value, out, 0) ? Optional.of(out.toString()) : Optional.empty();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it did not
     */
    public static Object read(String text) {
        PlainCodec reader = new PlainCodec(text);
        try {
            Object value = reader.value();
            if (reader.at == text.length()) {
                return value;
            }
        } catch (RuntimeException foreign) {
            throw new IllegalArgumentException("no plain value at character " + reader.at, foreign);
        }
        throw new IllegalArgumentException("more than a plain value, from character " + reader.at);
    }

    private static boolean write(Object value, StringBuilder out, int depth) {
        if (value instanceof List<?> members) {
            out.append(LIST).append(' ').append(members.size()).append(' ');
            for (Object member : members) {
                if (member == null || depth >= DEEPEST || !write(member, out, depth + 1)) {
                    return false;
                }
            }
            return true;
        }
        String type = value.getClass().getSimpleName();
        // The name alone would let another library's Year pass.
        if (!value.getClass().getName().startsWith("java.") || !READERS.containsKey(type)) {
            return false;
        }
        String text = value instanceof Locale locale ? locale.toLanguageTag() : value.toString();
        out.append(type).append(' ').append(text.length()).append(' ').append(text);
        return true;
    }

    private Object value() {
        String type = word();
        int length = Integer.parseInt(word());
        if (type.equals(LIST)) {
            return list(length);
        }
        String text = in.substring(at, at + length);
        at += length;
        Function<String, Object> reader = READERS.get(type);
        if (reader == null) {
            throw new IllegalArgumentException(type);
        }
        return reader.apply(text);
    }

    private List<Object> list(int size) {
        if (++depth > DEEPEST + 1) {
            throw new IllegalArgumentException("lists nested too deep");
        }
        List<Object> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            members.add(value());
        }
        depth--;
        return List.copyOf(members);
    }

    private String word() {
        int end = in.indexOf(' ', at);
        String word = in.substring(at, end);
        at = end + 1;
        return word;
    }
}
