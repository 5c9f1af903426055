package io.fragmentcache.internal.scan;

import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.Part;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One reading of a template, or of what a selector chooses in it.
 *
 * @param whole everything that was read
 * @param fragments the cached fragments in it by name, in order of appearance
 * @param elements the elements of these fragments
 * @param strays attributes of the cache dialect that mean nothing where they stand, in sentences with file and line
 * @param handed parameters by which fragments are handed over somewhere in it
 */
public record TemplateScan(
        Part whole,
        Map<String, Part> fragments,
        Map<String, Element> elements,
        List<String> strays,
        Set<String> handed) {
    /**
     * The element of a fragment, as it is written.
     *
     * @param tag its name
     * @param attributes of it, by their whole names
     * @param inner digest of what stands in it
     */
    public record Element(String tag, Map<String, String> attributes, Digest inner) {}
}
