package io.fragmentcache.inspect;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.internal.engine.Observer;
import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Entry;
import java.util.List;

/**
 * A fragment inside the HTML of an outer fragment. It is noted without its own HTML, which the outer fragment has.
 *
 * @param start in characters
 * @param end in characters, not in it
 * @param firstHole which of the text's holes is the first in it
 * @param endHole which is the first behind it
 * @param facts what is known of it
 * @param inside what lies in it
 */
record NestedFragment(int start, int end, int firstHole, int endHole, Facts facts, List<NestedFragment> inside) {

    /**
     * What is known of a fragment that was put into a text or a page.
     *
     * @param outcome what became of it then
     * @param reason why it was not a hit then
     * @param entry without its text
     * @param bytes of its text, in UTF-8
     */
    record Facts(Locator locator, Lifetime lifetime, Outcome outcome, String reason, Entry entry, long bytes) {
        static Facts of(Observer.Shown shown) {
            Lookup lookup = shown.lookup();
            Entry entry = shown.entry();
            // The very text that was found, though it was to be rendered: nothing better came of it.
            boolean standsIn = lookup.outcome() == Outcome.MISS
                    && lookup.entry() != null
                    && entry.born() == lookup.entry().born();
            return new Facts(
                    lookup.fragment().locator(),
                    lookup.fragment().lifetime(),
                    standsIn ? Outcome.STALE : lookup.outcome(),
                    lookup.reason() + (standsIn ? "; the old text stands in" : ""),
                    new Entry(entry.key(), entry.version(), "", entry.snapshots(), entry.times()),
                    utf8Length(entry.text()));
        }

        static long utf8Length(String text) {
            long bytes = text.length();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                // Of a surrogate pair each half counts for two of the four bytes.
                bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
            return bytes;
        }
    }
}
