package io.fragmentcache.store;

/** The right to regenerate one key for a while. Closing it gives it back; closing it late or twice does no harm. */
@FunctionalInterface
public interface Lease extends AutoCloseable {
    /** Of stores that no other process shares. */
    Lease FREE = () -> {};

    @Override
    void close();
}
