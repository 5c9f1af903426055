/** The queue of regenerations and the threads that run them. */
@NullMarked
package io.fragmentcache.internal.background;

import org.jspecify.annotations.NullMarked;
