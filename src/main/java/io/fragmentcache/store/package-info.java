/** Where entries live, and the one contract that every store keeps. */
@NullMarked
package io.fragmentcache.store;

import org.jspecify.annotations.NullMarked;
