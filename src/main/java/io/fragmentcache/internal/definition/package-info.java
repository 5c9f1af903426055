/** What one tag says, and the key that it asks for. */
@NullMarked
package io.fragmentcache.internal.definition;

import org.jspecify.annotations.NullMarked;
