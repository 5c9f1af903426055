package io.fragmentcache.thymeleaf;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Snapshots;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A store that falsifies the snapshots of what it is given: an engine with a mistake, for the oracle to find. */
final class ForgingStore implements Store {
    /** What becomes of one snapshot; null where its tag is lost. */
    interface Forgery extends BiFunction<Tag, Long, @Nullable Long> {}

    private final CaffeineStore store = CaffeineStore.ofMegabytes(64);
    private final BiFunction<Stamps, Entry, Forgery> forgery;
    private @Nullable Stamps stamps;

    private ForgingStore(BiFunction<Stamps, Entry, Forgery> forgery) {
        this.forgery = forgery;
    }

    /** No touch ever outdates anything. */
    static ForgingStore deaf() {
        return new ForgingStore((stamps, entry) -> (tag, stamp) -> Long.MAX_VALUE);
    }

    /** Snapshots are taken when a text is complete, not before its data is read. */
    static ForgingStore late() {
        return new ForgingStore((stamps, entry) -> (tag, stamp) -> stamps.next());
    }

    /** What is inside another fragment does not tell it its tags. */
    static ForgingStore silentInside() {
        return new ForgingStore(
                (stamps, entry) -> (tag, stamp) -> entry.text().startsWith("<ul>") && tag.isModel() ? null : stamp);
    }

    @Override
    public Written write(Entry entry) {
        Forgery forge = forgery.apply(Objects.requireNonNull(stamps), entry);
        Map<Tag, Long> forged = new HashMap<>();
        entry.snapshots().forEach((tag, stamp) -> {
            Long other = forge.apply(tag, stamp);
            if (other != null) {
                forged.put(tag, other);
            }
        });
        return store.write(new Entry(entry.key(), entry.version(), entry.text(), Snapshots.of(forged), entry.times()));
    }

    @Override
    public @Nullable Entry read(Key key) {
        return store.read(key);
    }

    @Override
    public void remove(Key key) {
        store.remove(key);
    }

    @Override
    public Stamps stamps(InstantSource clock) {
        stamps = store.stamps(clock);
        return stamps;
    }

    @Override
    public long size() {
        return store.size();
    }

    @Override
    public void close() {
        store.close();
    }
}
