package io.fragmentcache.redis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.MemoryStamps;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Stamps;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

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

    /** Clocks of several nodes differ by less. */
    private static final long FAR_AHEAD = Micros.of(Duration.ofDays(1));

    private final StampServer server;
    private final long blindMicros;
    private final InstantSource clock;
    private final MemoryStamps known;
    private final Outages outages = new Outages();
    private final PendingTouches unsent = new PendingTouches();
    /** Touches of this node that have a stamp, and that it has not heard in the stream yet. */
    @Bound("the touches of this node since the last heartbeat")
    @GuardedBy("this") private final TreeMap<Long, List<Tag>> unheard = new TreeMap<>();

    private volatile Duration ahead = Duration.ZERO;
    private volatile State state = State.RETURNING;

    @GuardedBy("this") private long position;

    @GuardedBy("this") private long epoch;

    @GuardedBy("this") private long cutOffSince;

    private volatile long heard;

    RedisStamps(StampServer server, Duration blindLimit, InstantSource clock) {
        this.server = server;
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
                return server.touch(List.copyOf(tags), known.next(), this::learn);
            } catch (RuntimeException e) {
                cutOff();
            }
        }
        synchronized (this) {
            unsent.add(tags);
            return known.touch(tags);
        }
    }

    private synchronized void learn(List<Tag> tags, StampServer.Told told) {
        known.learn(tags, told.stamp());
        if (state != State.FOLLOWING) {
            // By now it may be a server that does not know of it.
            unsent.add(tags);
        } else if (told.epoch() == epoch && told.before() == position) {
            position = told.stamp();
        } else if (told.epoch() != epoch || told.stamp() > position) {
            // Where others touched in between, the position stays until their touches came too.
            unheard.put(told.stamp(), tags);
            if (told.epoch() != epoch) {
                cutOff();
            }
        }
    }

    /** A touch of any node, as the stream tells it; false where it does not follow the last one. */
    synchronized boolean heard(Collection<Tag> tags, long stamp, long before) {
        if (state != State.FOLLOWING || (before != position && stamp > position)) {
            return false;
        }
        known.learn(tags, stamp);
        position = Math.max(position, stamp);
        unheard.headMap(position, true).clear();
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
        unheard.values().forEach(unsent::add);
        unheard.clear();
        state = State.CUT_OFF;
    }

    /** Sends what was touched here meanwhile, learns all that was touched elsewhere, and follows again. */
    void catchUp() {
        do {
            List<Tag> mine = takeUnsent();
            try {
                long until = isBack() ? server.touch(mine, known.next(), this::learnMine) : NEVER;
                if (!learnMissed(until)) {
                    giveBack(mine);
                }
            } catch (RuntimeException e) {
                giveBack(mine);
                throw e;
            }
        } while (state != State.FOLLOWING || hasUnsent());
    }

    private void learnMine(List<Tag> tags, StampServer.Told told) {
        known.learn(tags, told.stamp());
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

    private boolean learnMissed(long until) {
        long from = position();
        CatchUp missed = server.missedSince(from);
        ahead = Duration.between(clock.instant(), Micros.toInstant(missed.time()));
        return arrive(missed, from, until);
    }

    /**
     * @param from the position that this node asked from
     * @param until later than any number that this node gave while it was cut off; never, where it was not
     * @return whether it follows now
     */
    private synchronized boolean arrive(CatchUp missed, long from, long until) {
        if (state == State.CUT_OFF) {
            // Cut off again while the answer was on its way: numbers were given that it does not cover.
            return false;
        }
        if (hasLost(missed, from) || missed.last() < until) {
            cutOff();
            return false;
        }
        if (epoch != 0 && epoch != missed.epoch()) {
            if (until == NEVER) {
                // The server was wiped: to be outdated, everything needs a stamp after all that this node gave.
                cutOff();
                return false;
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
        unheard.headMap(position, true).clear();
        state = State.FOLLOWING;
        return true;
    }

    /**
     * Whether the server went back to an older state: a replica that was behind took over, or an old file was read. Other
     * nodes may never have heard of what it lost, so a node that did tells it again.
     */
    @GuardedBy("this") private boolean hasLost(CatchUp missed, long from) {
        if (missed.epoch() < epoch) {
            epoch = missed.epoch();
            unsent.add(List.of(Tag.EVERYTHING));
        } else if (missed.epoch() == epoch && missed.held() < from) {
            unsent.add(known.touchedAfter(missed.held()));
        } else {
            return false;
        }
        position = Math.min(position, missed.held());
        return true;
    }

    /** An entry of another node may know of touches that this one has not heard of: its own must come after them. */
    void met(Entry entry) {
        if (entry.born() > known.next() + FAR_AHEAD) {
            // Forged: a number so far ahead would be exceeded by all that this node gives from now on.
            return;
        }
        known.exceed(entry.born());
        long most = known.next() + FAR_AHEAD;
        entry.snapshots().forEach((tag, stamp) -> exceed(stamp, most));
    }

    private void exceed(long stamp, long most) {
        if (stamp <= most) {
            known.exceed(stamp);
        }
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
