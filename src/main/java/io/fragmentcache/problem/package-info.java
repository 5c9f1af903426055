/** Every sentence that this library says to its users when something is wrong. */
@NullMarked
package io.fragmentcache.problem;

import org.jspecify.annotations.NullMarked;
