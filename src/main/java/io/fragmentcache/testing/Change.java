package io.fragmentcache.testing;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How one fragment differs from what was approved, and what that costs.
 *
 * @param causes why, the nearest first; empty for a fragment that is new or gone
 * @param fragments how many fragments the same causes make cold
 * @param pages in how many templates these are
 */
record Change(String fragment, Kind kind, List<Cause> causes, int fragments, int pages) {
    enum Kind {
        NEW,
        CHANGED,
        MESSAGES,
        OBSOLETE
    }

    /**
     * @param what {@code shared/_stars.html line 4-6 changed}
     * @param path from the fragment to it, {@code product/show -> shared/_stars}; empty when it is in the fragment
     */
    record Cause(String what, String path) {
        @Override
        public String toString() {
            return path.isEmpty() ? what : what + " (" + path + ")";
        }
    }

    @Override
    public String toString() {
        return switch (kind) {
            case NEW -> fragment + " is new";
            case OBSOLETE -> fragment + " is in the lock, but in no template";
            case CHANGED, MESSAGES ->
                fragment + " changed, because "
                        + causes.stream().map(Cause::toString).collect(Collectors.joining(", and ")) + "; "
                        + (fragments == 1 ? "1 fragment" : fragments + " fragments") + " in "
                        + (pages == 1 ? "1 page" : pages + " pages") + " will be cold after the deployment";
        };
    }
}
