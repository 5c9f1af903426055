package io.fragmentcache.spi;

/**
 * A variable of a page that loads its value when a template reads it. A regeneration in the background takes a new one
 * from {@link #reloaded()}: what the request loaded belongs to the request, and a persistence session serves one thread.
 *
 * <p>{@code io.fragmentcache.thymeleaf.Lazy} is one. Thread-safe.
 */
public interface Reloadable {
    /** Returns a variable that loads the same value again, and has not loaded it yet. */
    Reloadable reloaded();
}
