package io.fragmentcache.store;

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
import java.util.function.Function;

/** Plain values as text, each with its type, so that what comes back is of the same class. */
final class PlainText {
    private static final char ENUM = 'E';

    private record Kind(char code, Class<?> type, Function<Object, String> write, Function<String, Object> read) {}

    private static final Map<Class<?>, Kind> BY_TYPE = new HashMap<>();
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
        add('c', Character.class, text -> text.charAt(0));
        add('D', BigDecimal.class, BigDecimal::new);
        add('I', BigInteger.class, BigInteger::new);
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

    private PlainText() {}

    private static void add(char code, Class<?> type, Function<String, Object> read) {
        add(new Kind(code, type, Object::toString, read));
    }

    private static void add(Kind kind) {
        BY_TYPE.put(kind.type, kind);
        BY_CODE.put(kind.code, kind);
    }

    /** The name is the one that an error tells. */
    static void write(BytesOut out, String name, Object value) {
        if (value instanceof Enum<?> constant) {
            out.single(ENUM).text(constant.getDeclaringClass().getName()).text(constant.name());
            return;
        }
        Kind kind = BY_TYPE.get(value.getClass());
        if (kind == null) {
            throw Problem.holeArgument(name, value.getClass().getName());
        }
        out.single(kind.code).text(kind.write.apply(value));
    }

    static Object read(BytesIn in) {
        char code = (char) in.single();
        if (code == ENUM) {
            return constant(in.text(), in.text());
        }
        Kind kind = BY_CODE.get(code);
        if (kind == null) {
            throw new IllegalStateException("unknown type " + code);
        }
        return kind.read.apply(in.text());
    }

    /** The class is not initialized before it is known to be an enum: bytes must not choose what code is run. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object constant(String type, String name) {
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            Class<?> found = Class.forName(type, false, loader == null ? PlainText.class.getClassLoader() : loader);
            if (!found.isEnum()) {
                throw new IllegalStateException(type + " is no enum");
            }
            return Enum.valueOf((Class<Enum>) found, name);
        } catch (ClassNotFoundException gone) {
            throw new IllegalStateException("an enum of another release", gone);
        }
    }
}
