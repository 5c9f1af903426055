/** What an application plugs into the cache, and what it hears from it. */
@NullMarked
package io.fragmentcache.spi;

import org.jspecify.annotations.NullMarked;
