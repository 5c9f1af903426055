package io.fragmentcache.internal.page;

import io.fragmentcache.internal.definition.Definition;
import io.fragmentcache.internal.engine.Lookup;

/** A look-up on its way from the tag's processor to the one that gathers its body. */
record Pending(Lookup lookup, Definition definition) implements Due {}
