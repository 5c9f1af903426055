/** What the tests of an application use: the check of its digests, and the contract of stores. */
@NullMarked
package io.fragmentcache.testing;

import org.jspecify.annotations.NullMarked;
