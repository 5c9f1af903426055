package io.fragmentcache.internal.scan;

import io.fragmentcache.digest.Part;
import java.util.List;
import java.util.Map;

/**
 * One reading of a template, or of what a selector chooses in it.
 *
 * @param whole everything that was read
 * @param fragments the cached fragments in it by name, in order of appearance
 * @param strays attributes of the cache dialect that mean nothing where they stand, in sentences with file and line
 */
public record TemplateScan(Part whole, Map<String, Part> fragments, List<String> strays) {}
