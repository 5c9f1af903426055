/** How long an entry may be shown, and whether it still may be. */
@NullMarked
package io.fragmentcache.freshness;

import org.jspecify.annotations.NullMarked;
