/** What a developer sees: the fragments of a page on the page itself, and what the cache does on a page of its own. */
@NullMarked
package io.fragmentcache.inspect;

import org.jspecify.annotations.NullMarked;
