/** The dialect: one processor a file, and the bridge to the template engine. */
@NullMarked
package io.fragmentcache.thymeleaf;

import org.jspecify.annotations.NullMarked;
