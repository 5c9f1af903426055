/** What an application's own tests use: the check of its digests. */
@NullMarked
package io.fragmentcache.testing;

import org.jspecify.annotations.NullMarked;
