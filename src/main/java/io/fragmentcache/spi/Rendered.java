package io.fragmentcache.spi;

import io.fragmentcache.key.Locator;
import io.fragmentcache.store.Entry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A fragment was rendered.
 *
 * @param locator the fragment
 * @param entry the rendered entry, whether it was stored or not
 * @param inBackground whether no visitor waited for it: a regeneration or a warm-up
 * @param duration how long it took, with the fragments inside it
 * @param stored whether the store took it
 * @param parent the fragment around this one that is being rendered; null for an outermost fragment
 */
public record Rendered(
        Locator locator,
        Entry entry,
        boolean inBackground,
        Duration duration,
        boolean stored,
        @Nullable Locator parent) {}
