package io.fragmentcache.internal.engine;

import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.Source;
import java.util.Locale;

/**
 * What a fragment shows, whatever the state of its template and its data: the same after a deployment, where its key is
 * another.
 *
 * @param locator where it lives
 * @param locale in which language
 * @param identity what its key holds, as its {@link Source} is asked
 */
public record Subject(Locator locator, Locale locale, Object identity) {}
