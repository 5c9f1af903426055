/** Meters, observations and events of Java Flight Recorder. */
@NullMarked
package io.fragmentcache.metrics;

import org.jspecify.annotations.NullMarked;
