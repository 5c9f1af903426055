package io.fragmentcache.internal.engine;

import io.fragmentcache.internal.Survivable;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.MemoryStamps;
import io.fragmentcache.store.Stamps;
import java.time.InstantSource;
import java.util.Collection;
import java.util.function.LongSupplier;

/**
 * Stamps whose failures lose no touch: what they do not take counts in this process, and while they cannot tell, this
 * process goes on by itself. Thread-safe.
 */
final class SafeStamps implements Stamps {
    private final Stamps stamps;
    private final MemoryStamps own;
    private final SafeListener listener;
    private volatile boolean failed;

    SafeStamps(Stamps stamps, InstantSource clock, SafeListener listener) {
        this.stamps = stamps;
        this.own = new MemoryStamps(clock);
        this.listener = listener;
    }

    @Override
    public long of(Tag tag) {
        long stamp = told(() -> stamps.of(tag), NEVER);
        return failed ? Math.max(stamp, own.of(tag)) : stamp;
    }

    @Override
    public long latest() {
        long latest = told(stamps::latest, NEVER);
        return failed ? Math.max(latest, own.latest()) : latest;
    }

    @Override
    public long next() {
        long next = told(stamps::next, NEVER);
        if (failed) {
            own.exceed(next);
            return own.next();
        }
        return next;
    }

    @Override
    public long seen() {
        long seen = told(stamps::seen, NEVER);
        // A number that this process gave while it was cut off is later than what they know of.
        return failed && seen == NEVER ? own.latest() : seen;
    }

    @Override
    public boolean isBlind(long written, long now) {
        return told(() -> stamps.isBlind(written, now) ? 1 : 0, 1) == 1;
    }

    @Override
    public long touch(Collection<Tag> tags) {
        try {
            return stamps.touch(tags);
        } catch (Throwable e) {
            note(e);
            own.exceed(told(stamps::next, NEVER));
            return own.touch(tags);
        }
    }

    private long told(LongSupplier question, long otherwise) {
        try {
            return question.getAsLong();
        } catch (Throwable e) {
            note(e);
            return otherwise;
        }
    }

    private void note(Throwable e) {
        Survivable.check(e);
        failed = true;
        listener.storeFailed("tell stamps", e);
    }
}
