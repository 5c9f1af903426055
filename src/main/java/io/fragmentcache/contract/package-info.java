/** What every store must do, as tests that a store of your own can run. */
@NullMarked
package io.fragmentcache.contract;

import org.jspecify.annotations.NullMarked;
