/** Renders when the request is gone. */
@NullMarked
package io.fragmentcache.internal.detached;

import org.jspecify.annotations.NullMarked;
