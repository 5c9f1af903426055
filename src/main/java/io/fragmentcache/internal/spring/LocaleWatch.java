package io.fragmentcache.internal.spring;

import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.guard.Detached;
import io.fragmentcache.internal.guard.Watch;
import java.util.Locale;
import java.util.Objects;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.i18n.TimeZoneAwareLocaleContext;
import org.thymeleaf.context.IEngineContext;

/**
 * Sees which language and time zone Spring's formatters ask the thread for, and gives those of its page to what is rendered
 * in the background.
 */
public final class LocaleWatch implements Watch {
    static final String LOCALE = "thread.locale";
    static final String TIME_ZONE = "thread.timeZone";

    /** Fails where Spring is absent. */
    public LocaleWatch() {
        Objects.requireNonNull(LocaleContextHolder.class);
    }

    @Override
    public Runnable begin(ReadListener reads, IEngineContext live, @Nullable Detached detached) {
        LocaleContext before = LocaleContextHolder.getLocaleContext();
        LocaleContext given = detached == null || before != null ? before : new Given(live.getLocale(), detached);
        LocaleContextHolder.setLocaleContext(new Watched(given, reads));
        return () -> LocaleContextHolder.setLocaleContext(before);
    }

    static @Nullable Object value(String fact, @Nullable LocaleContext context) {
        LocaleContext raw = context instanceof Watched watched ? watched.raw() : context;
        if (fact.equals(LOCALE)) {
            return raw == null ? null : raw.getLocale();
        }
        TimeZone zone = raw instanceof TimeZoneAwareLocaleContext aware ? aware.getTimeZone() : null;
        return zone == null ? null : zone.getID();
    }

    private record Given(Locale locale, Detached detached) implements TimeZoneAwareLocaleContext {
        @Override
        public @Nullable Locale getLocale() {
            return detached.given(LOCALE) instanceof Locale known ? known : locale;
        }

        @Override
        public @Nullable TimeZone getTimeZone() {
            return detached.given(TIME_ZONE) instanceof String id ? TimeZone.getTimeZone(id) : null;
        }
    }

    private record Watched(@Nullable LocaleContext context, ReadListener reads) implements TimeZoneAwareLocaleContext {
        @Nullable LocaleContext raw() {
            return context instanceof Watched around ? around.raw() : context;
        }

        @Override
        public @Nullable Locale getLocale() {
            Locale locale = context == null ? null : context.getLocale();
            reads.read(LOCALE, locale);
            return locale;
        }

        @Override
        public @Nullable TimeZone getTimeZone() {
            TimeZone zone = context instanceof TimeZoneAwareLocaleContext aware ? aware.getTimeZone() : null;
            reads.read(TIME_ZONE, zone == null ? null : zone.getID());
            return zone;
        }
    }
}
