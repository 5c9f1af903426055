/** Purges of pages at the edge, when what they show was touched. */
@NullMarked
package io.fragmentcache.edge;

import org.jspecify.annotations.NullMarked;
