package io.fragmentcache.spi;

import java.time.Duration;

/**
 * The state of the background queue.
 *
 * @param waiting how many wait
 * @param longestWait how long the one waits that waits longest; zero where none does
 * @param running how many run, without those that were abandoned
 * @param abandoned how many took longer than the limit, were abandoned, and have not ended yet
 * @param dropped how many were not taken since the start, because the queue was full
 */
public record Backlog(int waiting, Duration longestWait, int running, int abandoned, long dropped) {}
