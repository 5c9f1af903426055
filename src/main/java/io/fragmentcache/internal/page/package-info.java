/** Looks fragments up while a page is rendered, captures them, and inserts their text. */
@NullMarked
package io.fragmentcache.internal.page;

import org.jspecify.annotations.NullMarked;
