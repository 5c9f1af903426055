package io.fragmentcache.thymeleaf;

import io.fragmentcache.Lookup;

/** A look-up on its way from the tag's processor to the one that gathers its body. */
record Pending(Lookup lookup, Definition definition) {}
