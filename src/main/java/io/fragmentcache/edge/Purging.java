package io.fragmentcache.edge;

import java.time.Duration;

/**
 * When purges are sent.
 *
 * @param collect how long touches are collected for one request
 * @param again after what time each purge is sent once more; zero for never
 * @param everything the tag of all pages
 */
record Purging(Duration collect, Duration again, String everything) {}
