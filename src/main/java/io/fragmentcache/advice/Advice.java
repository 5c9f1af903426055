package io.fragmentcache.advice;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A change that would make pages faster, judged by what the cache counted.
 *
 * @param kind what was found
 * @param fragment {@code template :: name}; the path of a page where no fragment is concerned
 * @param sentence what was found and what to do, for people
 * @param write the attribute, or the call, to write
 * @param figures what was counted, by name; times are in microseconds
 * @param lost about how much time was lost since counting began
 */
public record Advice(
        Kind kind, String fragment, String sentence, String write, Map<String, Long> figures, Duration lost) {
    /** What was found. */
    public enum Kind {
        /** Look-ups and stores take longer than what hits spare. */
        DOES_NOT_PAY,
        /** Rendered each time that the fragment around it is rendered. */
        ALWAYS_WITH_PARENT,
        /** One part of the key has another value with each look-up. */
        KEY_NEVER_REPEATS,
        /** The key holds what each visitor has another of. */
        ONE_VARIANT_PER_VISITOR,
        /** A touch of a type, or of everything, outdates what a touch of one model would leave. */
        TOUCHED_AS_A_WHOLE,
        /** Touched, or of another version, again and again within its lifetime, while visitors wait. */
        CHANGES_FASTER_THAN_FRESH,
        /** Its short lifetime makes the fragment around it expire. */
        BOUNDS_ITS_PARENT,
        /** The page loads data before the look-up of a fragment that is then served from the cache. */
        LOADS_FOR_NOTHING,
        /** A page takes long outside of all fragments. */
        SLOW_WITHOUT_FRAGMENT
    }

    /** Copies the figures. */
    public Advice {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    @Override
    public String toString() {
        return fragment + ": " + sentence + " Write: " + write;
    }
}
