/** Fragments that many machines share through Redis. */
@NullMarked
package io.fragmentcache.redis;

import org.jspecify.annotations.NullMarked;
