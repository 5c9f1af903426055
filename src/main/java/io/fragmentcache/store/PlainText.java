package io.fragmentcache.store;

import io.fragmentcache.internal.Bound;
import io.fragmentcache.problem.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Plain values as text, each with its type, so that what comes back is of the same class. An enum comes back where this
 * process has written one of its class before, so that bytes cannot choose a class to be loaded. Thread-safe.
 */
final class PlainText {
    private static final char ENUM = 'E';

    /** Longer ones take more time to read than they save. */
    private static final int LONGEST_NUMBER = 1_000;

    private static final int LONGEST = 10_000;
    private static final int LARGEST_SCALE = 10_000;
    private static final int MOST_ENUMS = 1_000;

    private record Kind(char code, Class<?> type, Function<Object, String> write, Function<String, Object> read) {}

    @Bound("the types named here")
    private static final Map<Class<?>, Kind> BY_TYPE = new HashMap<>();

    @Bound("the types named here")
    private static final Map<Character, Kind> BY_CODE = new HashMap<>();

    static {
        add('S', String.class, text -> text);
        add('l', Long.class, Long::valueOf);
        add('i', Integer.class, Integer::valueOf);
        add('s', Short.class, Short::valueOf);
        add('b', Byte.class, Byte::valueOf);
        add('d', Double.class, Double::valueOf);
        add('f', Float.class, Float::valueOf);
        add('z', Boolean.class, Boolean::valueOf);
        add('c', Character.class, PlainText::character);
        add('D', BigDecimal.class, PlainText::decimal);
        add('I', BigInteger.class, text -> new BigInteger(bounded(text)));
        add('U', UUID.class, UUID::fromString);
        add('T', Instant.class, Instant::parse);
        add('t', LocalDate.class, LocalDate::parse);
        add('h', LocalTime.class, LocalTime::parse);
        add('L', LocalDateTime.class, LocalDateTime::parse);
        add('O', OffsetDateTime.class, OffsetDateTime::parse);
        add('Z', ZonedDateTime.class, ZonedDateTime::parse);
        add('o', OffsetTime.class, OffsetTime::parse);
        add('Y', Year.class, Year::parse);
        add('m', YearMonth.class, YearMonth::parse);
        add('M', MonthDay.class, MonthDay::parse);
        add('x', ZoneOffset.class, ZoneOffset::of);
        add('C', Currency.class, Currency::getInstance);
        add('u', URI.class, URI::create);
        add(new Kind('a', Date.class, v -> Long.toString(((Date) v).getTime()), t -> new Date(Long.parseLong(t))));
        add(new Kind('y', Locale.class, value -> ((Locale) value).toLanguageTag(), Locale::forLanguageTag));
    }

    /** The classes of enums that were written, by name. */
    @Bound("1 000 classes")
    private final Map<String, Class<? extends Enum<?>>> enums = new ConcurrentHashMap<>();

    private static void add(char code, Class<?> type, Function<String, Object> read) {
        add(new Kind(code, type, Object::toString, read));
    }

    private static void add(Kind kind) {
        BY_TYPE.put(kind.type, kind);
        BY_CODE.put(kind.code, kind);
    }

    /** The name is the one that an error tells. */
    void write(BytesOut out, String name, Object value) {
        if (value instanceof Enum<?> constant) {
            Class<? extends Enum<?>> type = constant.getDeclaringClass();
            if (enums.size() < MOST_ENUMS) {
                enums.putIfAbsent(type.getName(), type);
            }
            out.single(ENUM).text(type.getName()).text(constant.name());
            return;
        }
        Kind kind = BY_TYPE.get(value.getClass());
        if (kind == null) {
            throw Problem.holeArgument(name, "hole", value.getClass().getName());
        }
        out.single(kind.code).text(kind.write.apply(value));
    }

    Object read(BytesIn in) {
        char code = (char) in.single();
        if (code == ENUM) {
            return constant(in.text(LONGEST), in.text(LONGEST));
        }
        Kind kind = BY_CODE.get(code);
        if (kind == null) {
            throw new IllegalStateException("unknown type " + code);
        }
        return kind.read.apply(kind.type == String.class ? in.text() : in.text(LONGEST));
    }

    private Object constant(String type, String name) {
        Class<? extends Enum<?>> known = enums.get(type);
        if (known != null) {
            for (Enum<?> constant : known.getEnumConstants()) {
                if (constant.name().equals(name)) {
                    return constant;
                }
            }
        }
        throw new IllegalStateException("an enum that was not written here, or of another release");
    }

    private static Character character(String text) {
        if (text.length() != 1) {
            throw new IllegalStateException(text.length() + " characters");
        }
        return text.charAt(0);
    }

    private static BigDecimal decimal(String text) {
        BigDecimal value = new BigDecimal(bounded(text));
        if (Math.abs((long) value.scale()) > LARGEST_SCALE) {
            throw new IllegalStateException("a scale of " + value.scale());
        }
        return value;
    }

    private static String bounded(String number) {
        if (number.length() > LONGEST_NUMBER) {
            throw new IllegalStateException("a number of " + number.length() + " digits");
        }
        return number;
    }
}
