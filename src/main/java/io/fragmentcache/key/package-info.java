/** Which fragment is meant: locator, key, version, tags. */
@NullMarked
package io.fragmentcache.key;

import org.jspecify.annotations.NullMarked;
