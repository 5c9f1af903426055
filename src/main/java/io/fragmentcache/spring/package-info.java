/** What an application of Spring gives to the cache. */
@NullMarked
package io.fragmentcache.spring;

import org.jspecify.annotations.NullMarked;
