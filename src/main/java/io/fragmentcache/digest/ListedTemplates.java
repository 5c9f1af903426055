package io.fragmentcache.digest;

import java.util.List;

/**
 * A template resolver that can list its templates, for {@code cache:depends="dir/*"} and for the check of all digests.
 * Resolvers of files and of the class path need not implement it: their directories are read.
 */
public interface ListedTemplates {
    /** Returns the names of all templates, as callers of the engine write them, in any order. */
    List<String> templates();
}
