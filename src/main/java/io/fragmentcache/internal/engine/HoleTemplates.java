package io.fragmentcache.internal.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Locator;
import io.fragmentcache.store.Hole;
import java.util.List;

/**
 * The templates that the holes of each fragment may name: those that its digest covers, and those whose holes were met
 * while this process rendered it, as parts that a page hands in. Bytes of a store may have been forged, and the name of a
 * template may be a template. Thread-safe.
 */
final class HoleTemplates {
    private static final long MOST_BYTES = 1 << 20;

    private record Met(Locator locator, String template) {}

    @Bound("1 MB")
    private final Cache<Met, Boolean> met = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Met each, Boolean yes) -> each.locator.weight() + 2 * each.template.length())
            .executor(Runnable::run)
            .build();

    /** Notes the holes of what was rendered here. */
    void rendered(Fragment fragment, List<Hole> holes) {
        String last = "";
        for (Hole hole : holes) {
            String template = hole.template();
            if (!template.equals(last) && !fragment.covers().test(template)) {
                met.put(new Met(fragment.locator(), template), true);
            }
            last = template;
        }
    }

    /** Whether each hole is one that this fragment may have. */
    boolean allow(Fragment fragment, List<Hole> holes) {
        String last = null;
        for (Hole hole : holes) {
            String template = hole.template();
            boolean allowed = template.equals(last)
                    || fragment.covers().test(template)
                    || met.getIfPresent(new Met(fragment.locator(), template)) != null;
            if (!allowed) {
                return false;
            }
            last = template;
        }
        return true;
    }
}
