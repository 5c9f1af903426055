package io.fragmentcache.redis;

import io.fragmentcache.contract.SampleEntries;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Snapshots;
import io.fragmentcache.store.Stamps;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** One machine of an application. */
final class Node implements AutoCloseable {
    final RedisStore store;
    final RedisStamps stamps;

    Node(String uri, Duration patience) {
        this(uri, "fragments", patience);
    }

    Node(String uri, String prefix, Duration patience) {
        store = RedisStore.at(uri).prefix(prefix).readTimeout(patience).writeTimeout(patience);
        stamps = (RedisStamps) store.stamps(InstantSource.system());
    }

    /** What this node renders now of data with this tag. */
    Entry render(Object key, Tag tag) {
        return render(key, tag, stamps.seen());
    }

    Entry render(Object key, Tag tag, long seen) {
        Entry like = SampleEntries.entry(key, stamps.next());
        return new Entry(
                like.key(),
                like.version(),
                like.text(),
                Snapshots.of(Map.of(tag, seen, Tag.EVERYTHING, seen)),
                like.times());
    }

    boolean takesForFresh(Entry entry) {
        return entry.snapshots().touched(stamps).isEmpty();
    }

    void touch(Tag tag) {
        stamps.touch(List.of(tag));
    }

    boolean follows() {
        return stamps.state() == RedisStamps.State.FOLLOWING;
    }

    /**
     * Whether this node has heard of all that the other knows of. Its own last touch may be later than one of the other
     * that is still on its way, so it is its position that tells.
     */
    boolean hasCaughtUpWith(Stamps other) {
        return follows() && stamps.position() >= other.latest();
    }

    @Override
    public void close() {
        store.close();
    }
}
