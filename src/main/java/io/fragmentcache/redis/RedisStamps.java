package io.fragmentcache.redis;

import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.MemoryStamps;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Stamps;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Stamps that all nodes share; Redis gives them. This node holds those that it knows, and how far it has followed the
 * touches of all: its position. Snapshots are taken at the position, never by the clock, so a touch that is still on its
 * way outdates what was rendered before it came.
 *
 * <p>Cut off, a node goes on by itself: its touches count here at once, and are sent on return. What it missed then
 * counts as touched at the moment of return, so it outdates whatever was rendered meanwhile. Thread-safe.
 */
final class RedisStamps implements Stamps {
    /** How the node stands to the touches of the others. */
    enum State {
        FOLLOWING,
        CUT_OFF,
        /** Snapshots are taken where it was cut off, until all that it missed is known. */
        RETURNING
    }

    private static final int TAGS_OF_A_CALL = 1_000;
    private static final long STREAM_LENGTH = 10_000;
    private static final long CATCH_UP_MILLIS = 2_000;

    private final RedisLink link;
    private final String[] keys;
    private final long keepMicros;
    private final long blindMicros;
    private final long touchMillis;
    private final InstantSource clock;
    private final MemoryStamps known;
    private final Outages outages = new Outages();
    private final Unsent unsent = new Unsent();
    private volatile Duration ahead = Duration.ZERO;
    private volatile State state = State.RETURNING;
    private long position;
    private long epoch;
    private long cutOffSince;
    private volatile long heard;

    RedisStamps(
            RedisLink link,
            RedisKeys names,
            Duration keep,
            long touchMillis,
            Duration blindLimit,
            InstantSource clock) {
        this.touchMillis = touchMillis;
        this.link = link;
        this.keys = new String[] {names.stamps(), names.touches()};
        this.keepMicros = Micros.of(keep);
        this.blindMicros = Micros.of(blindLimit);
        this.clock = clock;
        this.heard = Micros.of(clock.instant());
        this.known = new MemoryStamps(() -> clock.instant().plus(ahead));
    }

    @Override
    public long of(Tag tag) {
        return known.of(tag);
    }

    @Override
    public long latest() {
        return known.latest();
    }

    @Override
    public long next() {
        return known.next();
    }

    @Override
    public synchronized long seen() {
        return state == State.CUT_OFF ? known.next() : position;
    }

    @Override
    public boolean isBlind(long written, long now) {
        return state != State.FOLLOWING && now - Math.max(written, heard) >= blindMicros;
    }

    @Override
    public long touch(Collection<Tag> tags) {
        if (state == State.FOLLOWING) {
            try {
                return touchTogether(tags);
            } catch (RuntimeException e) {
                cutOff();
            }
        }
        synchronized (this) {
            unsent.add(tags);
            return known.touch(tags);
        }
    }

    private long touchTogether(Collection<Tag> tags) {
        List<Tag> all = List.copyOf(tags);
        long stamp = NEVER;
        for (int from = 0; from == 0 || from < all.size(); from += TAGS_OF_A_CALL) {
            List<Tag> some = all.subList(from, Math.min(all.size(), from + TAGS_OF_A_CALL));
            List<Object> answer = link.call(touchMillis, redis -> Script.TOUCH.run(redis, keys, arguments(some)));
            stamp = (Long) answer.get(0);
            learn(some, stamp, (Long) answer.get(1), (Long) answer.get(2));
        }
        return stamp;
    }

    private byte[][] arguments(List<Tag> tags) {
        List<byte[]> arguments = new ArrayList<>(tags.size() + 3);
        arguments.add(Script.argument(known.next()));
        arguments.add(Script.argument(keepMicros));
        arguments.add(Script.argument(STREAM_LENGTH));
        tags.forEach(tag -> arguments.add(Script.argument(tag.name())));
        return arguments.toArray(byte[][]::new);
    }

    private synchronized void learn(List<Tag> tags, long stamp, long before, long ofEpoch) {
        known.learn(tags, stamp);
        // Where others touched in between, the position stays until their touches came too.
        if (state == State.FOLLOWING && ofEpoch != epoch) {
            cutOff();
        } else if (state == State.FOLLOWING && before == position) {
            position = stamp;
        }
    }

    /** A touch of any node, as the stream tells it; false where it does not follow the last one. */
    synchronized boolean heard(Collection<Tag> tags, long stamp, long before) {
        if (state != State.FOLLOWING || (before != position && stamp > position)) {
            return false;
        }
        known.learn(tags, stamp);
        position = Math.max(position, stamp);
        return true;
    }

    /** From now on this node is on its own. */
    synchronized void cutOff() {
        if (cutOffSince == NEVER) {
            cutOffSince = known.next();
        }
        if (state == State.FOLLOWING) {
            heard = Micros.of(clock.instant());
        }
        state = State.CUT_OFF;
    }

    /** Sends what was touched here meanwhile, learns all that was touched elsewhere, and follows again. */
    void catchUp() {
        do {
            List<Tag> mine = takeUnsent();
            try {
                long until = isBack() ? touchTogether(mine) : NEVER;
                learnMissed(until);
            } catch (RuntimeException e) {
                giveBack(mine);
                throw e;
            }
        } while (state != State.FOLLOWING || hasUnsent());
    }

    private synchronized List<Tag> takeUnsent() {
        if (!unsent.isEmpty()) {
            cutOff();
        }
        if (state == State.CUT_OFF) {
            state = State.RETURNING;
        }
        return unsent.take();
    }

    private synchronized void giveBack(List<Tag> mine) {
        unsent.add(mine);
        state = State.CUT_OFF;
    }

    /** Whether this node gave numbers by itself, which what it missed must be later than. */
    private synchronized boolean isBack() {
        return cutOffSince != NEVER;
    }

    private synchronized boolean hasUnsent() {
        return !unsent.isEmpty();
    }

    private void learnMissed(long until) {
        byte[] from = Script.argument(position());
        List<Object> answer = link.call(
                CATCH_UP_MILLIS, redis -> Script.CATCH_UP.run(redis, keys, from, Script.argument(keepMicros)));
        Missed missed = Missed.of(answer);
        ahead = Duration.between(clock.instant(), Micros.toInstant(missed.time()));
        arrive(missed, until);
    }

    /** Until: later than any number that this node gave while it was cut off; never, where it was not. */
    private synchronized void arrive(Missed missed, long until) {
        if (state == State.CUT_OFF) {
            // Cut off again while the answer was on its way: numbers were given that it does not cover.
            return;
        }
        if (epoch != 0 && epoch != missed.epoch()) {
            if (until == NEVER) {
                // The server was wiped: to be outdated, everything needs a stamp after all that this node gave.
                cutOff();
                return;
            }
            known.learn(List.of(Tag.EVERYTHING), until);
        }
        epoch = missed.epoch();
        // Missed while cut off: it outdates whatever was rendered until now.
        missed.touched().forEach((tag, stamp) -> known.learn(List.of(tag), Math.max(stamp, until)));
        if (cutOffSince != NEVER) {
            outages.add(cutOffSince, until);
            cutOffSince = NEVER;
        }
        position = missed.last();
        state = State.FOLLOWING;
    }

    /** An entry of another node may know of touches that this one has not heard of: its own must come after them. */
    void met(Entry entry) {
        known.exceed(entry.times().born());
        entry.snapshots().forEach((tag, stamp) -> known.exceed(stamp));
    }

    State state() {
        return state;
    }

    synchronized long position() {
        return position;
    }

    Outages outages() {
        return outages;
    }
}
