/** What the cache found to be worth a change in the application's templates. */
@NullMarked
package io.fragmentcache.advice;

import org.jspecify.annotations.NullMarked;
