/** What the tests of an application use: the stage for its cached templates, and the check of its digests. */
@NullMarked
package io.fragmentcache.testing;

import org.jspecify.annotations.NullMarked;
