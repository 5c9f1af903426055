/** Reads one template for what it includes and prints, from Thymeleaf's own parse events. */
@NullMarked
package io.fragmentcache.internal.scan;

import org.jspecify.annotations.NullMarked;
