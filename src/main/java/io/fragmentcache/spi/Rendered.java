package io.fragmentcache.spi;

import io.fragmentcache.key.Locator;
import io.fragmentcache.store.Entry;
import java.time.Duration;

/**
 * A fragment was rendered.
 *
 * @param locator the fragment
 * @param entry the rendered entry, whether it was stored or not
 * @param inBackground whether no visitor waited for it: a regeneration or a warm-up
 * @param duration how long it took, with the fragments inside it
 * @param stored whether the store took it
 */
public record Rendered(Locator locator, Entry entry, boolean inBackground, Duration duration, boolean stored) {}
