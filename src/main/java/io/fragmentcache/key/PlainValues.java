package io.fragmentcache.key;

import io.fragmentcache.internal.Internal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAccessor;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values that are their own identity: strings, numbers, booleans, characters, enums, UUIDs, dates, locales, currencies
 * and URIs. In a key the same number in another integer type is the same value, in a fact it is not; a number and its
 * text never are.
 */
@Internal
public final class PlainValues {
    private static final int LONGEST_VERSION = 100;

    private static final List<Class<?>> TYPES = List.of(
            CharSequence.class,
            Number.class,
            Boolean.class,
            Character.class,
            Enum.class,
            Locale.class,
            Date.class,
            TemporalAccessor.class,
            UUID.class,
            Currency.class,
            URI.class);

    private PlainValues() {}

    /** Whether a value of this class may be its own identity; false where none is. */
    static boolean mayBe(Class<?> type) {
        return TYPES.stream().anyMatch(each -> each.isAssignableFrom(type));
    }

    /** Whether the value is its own identity. */
    public static boolean is(Object value) {
        return write(new KeyWriter(), value);
    }

    /** Writes the value; false, and nothing written, where it is not a plain value. */
    static boolean write(KeyWriter out, Object value) {
        if (value instanceof String text) {
            out.string(PartType.STRING, text);
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            out.number(PartType.NUMBER, ((Number) value).longValue());
        } else if (value instanceof Boolean truth) {
            out.truth(truth);
        } else if (value instanceof Double number) {
            out.number(PartType.FLOATING, Double.doubleToLongBits(number));
        } else if (value instanceof Float) {
            // Prints another text than the same number as a double.
            out.string(PartType.VALUE, nameOf(value)).text(value.toString());
        } else if (value instanceof Enum<?> constant) {
            out.string(PartType.ENUM, constant.getDeclaringClass().getName()).text(constant.name());
        } else if (value instanceof Locale locale) {
            out.string(PartType.VALUE, "Locale").text(LocaleText.of(locale));
        } else if (value instanceof Date date) {
            // Its text has no fraction of a second, and depends on the time zone of the machine.
            out.string(PartType.VALUE, date.getClass().getName()).text(textOf(date));
        } else if (isText(value)) {
            out.string(PartType.VALUE, nameOf(value)).text(value.toString());
        } else {
            return false;
        }
        return true;
    }

    /**
     * Writes the value of a fact, as {@link #write}. A whole number keeps its type: {@code {1, 2}.contains(..)} tells an
     * Integer from a Long.
     */
    static boolean writeFact(KeyWriter out, Object value) {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            out.string(PartType.VALUE, nameOf(value)).text(value.toString());
            return true;
        }
        return write(out, value);
    }

    /** Writes an identity: a plain value, or the parts of a composite one; false where a part is neither. */
    static boolean writeIdentity(KeyWriter out, Object id) {
        if (write(out, id)) {
            return true;
        }
        List<Object> parts = CompositeId.parts(id);
        if (parts == null) {
            return false;
        }
        out.list(PartType.LIST, parts.size());
        return parts.stream().allMatch(part -> writeIdentity(out, part));
    }

    /** A number of the application's own may print the same text as one of another package. */
    private static String nameOf(Object value) {
        Class<?> type = value.getClass();
        return type.getName().startsWith("java.") ? type.getSimpleName() : type.getName();
    }

    private static boolean isText(Object value) {
        return value instanceof UUID
                || value instanceof TemporalAccessor && isOfJava(value)
                || value instanceof Character
                || value instanceof BigDecimal
                || value instanceof BigInteger
                || value instanceof Currency
                || value instanceof URI;
    }

    /** Texts of other libraries' dates are not known to be canonical, or to be texts at all. */
    private static boolean isOfJava(Object value) {
        return value.getClass().getName().startsWith("java.time.");
    }

    /** One text for one identity, in whatever time zone: of a tag's name. */
    static String textOf(@Nullable Object id) {
        if (id instanceof Date date) {
            return textOf(date);
        }
        List<Object> parts = id == null || is(id) ? null : CompositeId.parts(id);
        return parts == null ? String.valueOf(id) : textOf(parts);
    }

    private static String textOf(List<Object> parts) {
        return parts.stream()
                .map(part -> part instanceof List<?> inner ? textOf(List.copyOf(inner)) : textOf(part))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String textOf(Date date) {
        Instant instant = instantOf(date);
        return instant == null ? Long.toString(date.getTime()) : instant.toString();
    }

    /**
     * The part of a version that stands for a plain value: a Long where states are ordered, else its text; null where the
     * value is not plain.
     *
     * @param rises whether a later state always has a greater one; where not, a number or a date may fall
     */
    static @Nullable Object versionPart(Object value, boolean rises) {
        if (rises) {
            Long number = numberOf(value);
            if (number != null) {
                return number;
            }
        }
        Instant instant = instantOf(value);
        if (instant != null) {
            return instant.toString();
        }
        if (value instanceof String text) {
            return shortened(WideText.withoutHalfPairs(text));
        }
        Long number = numberOf(value);
        if (number != null) {
            return number.toString();
        }
        KeyWriter out = new KeyWriter();
        return write(out, value) ? shortened(KeyReader.readable(out.toBytes())) : null;
    }

    /** An entry must not grow with its version. */
    private static String shortened(String version) {
        return version.length() <= LONGEST_VERSION ? version : Key.digestOf(WideText.utf8(version));
    }

    private static @Nullable Long numberOf(Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        Instant instant = instantOf(value);
        return instant == null ? null : nanos(instant);
    }

    private static @Nullable Instant instantOf(Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (value instanceof ZonedDateTime time) {
            return time.toInstant();
        }
        if (value instanceof LocalDateTime time) {
            return time.toInstant(ZoneOffset.UTC);
        }
        // java.sql.Date and java.sql.Time are dates without an instant.
        boolean hasInstant =
                value.getClass() == Date.class || value.getClass().getName().equals("java.sql.Timestamp");
        return hasInstant ? ((Date) value).toInstant() : null;
    }

    /** Nanoseconds since 1970, which a long holds until the year 2262; later instants share the last one. */
    private static long nanos(Instant instant) {
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
        } catch (ArithmeticException beyond) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
