package io.fragmentcache.internal.usage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.spi.Touched;
import io.fragmentcache.store.Entry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last touches. Thread-safe. */
final class RecentTouches {
    private static final int MOST = 50;
    private static final int MOST_TAGS = 100;

    private record Stamped(TouchEffect touched, List<Tag> tags) {}

    @GuardedBy("this") private final Deque<Stamped> last = new ArrayDeque<>();

    synchronized void add(Touched event, String origin) {
        last.addFirst(new Stamped(
                new TouchEffect(event, origin),
                event.tags().stream().limit(MOST_TAGS).toList()));
        if (last.size() > MOST) {
            last.removeLast();
        }
    }

    /** The newest first. */
    synchronized List<TouchEffect> all() {
        return last.stream().map(Stamped::touched).toList();
    }

    /** Finds the touches that an entry, which was asked for and could not be shown as fresh, is older than. */
    void blame(Entry outdated, Locator locator) {
        List<Stamped> known;
        synchronized (this) {
            known = List.copyOf(last);
        }
        if (!known.isEmpty()) {
            outdated.snapshots()
                    .forEach((tag, stamp) -> known.stream()
                            .filter(touch -> touch.touched.stamp() > stamp && touch.tags.contains(tag))
                            .forEach(touch -> touch.touched.madeCold(locator, outdated.key())));
        }
    }
}
