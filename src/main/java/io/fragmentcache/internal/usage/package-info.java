/** What the cache was asked for and what came of it: counted once, for the inspector, the endpoint and the advice. */
@NullMarked
package io.fragmentcache.internal.usage;

import org.jspecify.annotations.NullMarked;
