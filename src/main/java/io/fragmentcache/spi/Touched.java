package io.fragmentcache.spi;

import io.fragmentcache.key.Tag;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Tags were touched or expired through this cache.
 *
 * @param tags the tags of the call, without others that are touched together with them
 * @param expired whether they were expired: their entries are never shown again
 * @param stamp the stamp that all of them have now
 */
public record Touched(Set<Tag> tags, boolean expired, long stamp) {
    /** Copies the tags. */
    public Touched {
        tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
    }
}
