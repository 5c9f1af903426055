/** What a rendering reads, and whether its key holds it. */
@NullMarked
package io.fragmentcache.internal.guard;

import org.jspecify.annotations.NullMarked;
