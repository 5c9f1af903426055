/** What may change in any release. */
@NullMarked
package io.fragmentcache.internal;

import org.jspecify.annotations.NullMarked;
