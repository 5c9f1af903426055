/** Looks up, decides, renders once, and stores. */
@NullMarked
package io.fragmentcache.internal.engine;

import org.jspecify.annotations.NullMarked;
