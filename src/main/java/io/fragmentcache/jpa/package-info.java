/** Touches what Hibernate writes, after the commit. */
@NullMarked
package io.fragmentcache.jpa;

import org.jspecify.annotations.NullMarked;
