/** Entries on disk or off the heap, with Ehcache 3. */
@NullMarked
package io.fragmentcache.ehcache;

import org.jspecify.annotations.NullMarked;
