/** What threads changed and have not committed yet. */
@NullMarked
package io.fragmentcache.internal.transaction;

import org.jspecify.annotations.NullMarked;
