/** The engine: what is asked, whether what is stored may be shown, and how it is regenerated. */
@NullMarked
package io.fragmentcache;

import org.jspecify.annotations.NullMarked;
