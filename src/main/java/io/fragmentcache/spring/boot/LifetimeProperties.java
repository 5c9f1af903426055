package io.fragmentcache.spring.boot;

import io.fragmentcache.freshness.Lifetime;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a lifetime. Durations are written as in templates: 30s, 10m, 1h, 7d, forever.
 *
 * @param fresh How long a fragment is shown as it is. Defaults to 10m.
 * @param stale How long after that it is shown while it is regenerated. Defaults to fresh, at most 10m.
 * @param staleAfterTouch How long it is shown after its data changed, while it is regenerated. Defaults to 0s.
 * @param onError How long it is kept to be shown if rendering fails. Defaults to 1d.
 * @param jitter Share of fresh by which a fragment may be due early. Defaults to 0.2.
 */
public record LifetimeProperties(
        @Nullable String fresh,
        @Nullable String stale,
        @Nullable String staleAfterTouch,
        @Nullable String onError,
        @Nullable Double jitter) {

    /** Whether nothing is said: then the application may say it in a customizer. */
    boolean isEmpty() {
        return fresh == null && stale == null && staleAfterTouch == null && onError == null && jitter == null;
    }

    Lifetime over(Lifetime base, String prefix) {
        Lifetime lifetime = with(base, prefix + ".fresh", fresh, Lifetime::fresh);
        lifetime = with(lifetime, prefix + ".stale", stale, Lifetime::stale);
        lifetime = with(lifetime, prefix + ".stale-after-touch", staleAfterTouch, Lifetime::staleAfterTouch);
        lifetime = with(lifetime, prefix + ".on-error", onError, Lifetime::onError);
        return with(lifetime, prefix + ".jitter", jitter, Lifetime::jitter);
    }

    private static <T> Lifetime with(
            Lifetime before, String property, @Nullable T value, BiFunction<Lifetime, T, Lifetime> change) {
        return value == null ? before : UnusableProperty.check(property, value, () -> change.apply(before, value));
    }
}
