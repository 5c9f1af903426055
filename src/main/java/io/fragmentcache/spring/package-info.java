/** In applications of Spring: sees what a fragment reads of its visitor through Spring. */
@NullMarked
package io.fragmentcache.spring;

import org.jspecify.annotations.NullMarked;
