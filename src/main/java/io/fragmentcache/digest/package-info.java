/** The state of the templates behind a fragment, computed from Thymeleaf's own parse events. */
@NullMarked
package io.fragmentcache.digest;

import org.jspecify.annotations.NullMarked;
