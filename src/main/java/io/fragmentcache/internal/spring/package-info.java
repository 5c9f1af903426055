/** Watches what Spring's own objects tell of a request. */
@NullMarked
package io.fragmentcache.internal.spring;

import org.jspecify.annotations.NullMarked;
