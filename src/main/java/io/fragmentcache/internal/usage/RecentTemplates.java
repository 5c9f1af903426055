package io.fragmentcache.internal.usage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fragmentcache.key.Locator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last changes of templates. Thread-safe. */
final class RecentTemplates {
    private static final int MOST = 50;
    /** Each language of a fragment has a digest of its own: a change of all is one. */
    private static final long TOGETHER = 60_000_000;

    @GuardedBy("this") private final Deque<TemplateChange> last = new ArrayDeque<>();

    synchronized void add(Locator locator, String digest, long now) {
        boolean isKnown = last.stream()
                .filter(change -> change.locator().equals(locator))
                .anyMatch(change -> change.digest().equals(digest) || now - change.at() < TOGETHER);
        if (isKnown) {
            return;
        }
        last.addFirst(new TemplateChange(locator, digest, now));
        if (last.size() > MOST) {
            last.removeLast();
        }
    }

    /** The newest first. */
    synchronized List<TemplateChange> all() {
        return List.copyOf(last);
    }
}
