package io.fragmentcache.internal.scan;

import io.fragmentcache.digest.PartName;
import io.fragmentcache.digest.Reference;
import org.jspecify.annotations.Nullable;

/** Where an expression is written, so that what it includes can be named in an error. */
record Place(String template, String file, int line) {
    Reference include(String other, @Nullable String selector, boolean optional) {
        PartName to = PartName.included(other, selector);
        return reference(Reference.Kind.INCLUDE, to.toString(), to, optional);
    }

    Reference local(@Nullable String selector, boolean optional) {
        String source = selector == null ? "~{this}" : "~{::" + selector + "}";
        return reference(Reference.Kind.LOCAL, source, PartName.included(template, selector), optional);
    }

    Reference unknown(Reference.Kind kind, String source) {
        return reference(kind, source, null, false);
    }

    Reference reference(Reference.Kind kind, String source, @Nullable PartName to, boolean optional) {
        return new Reference(kind, file, line, source, to, optional);
    }
}
