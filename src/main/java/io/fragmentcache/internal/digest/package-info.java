/** Computes digests of templates and remembers them. */
@NullMarked
package io.fragmentcache.internal.digest;

import org.jspecify.annotations.NullMarked;
