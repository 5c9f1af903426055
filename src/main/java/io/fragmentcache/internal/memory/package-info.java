/** What the engine remembers for a while, of keys and of threads, and how long it waits. Knows no rendering. */
@NullMarked
package io.fragmentcache.internal.memory;

import org.jspecify.annotations.NullMarked;
