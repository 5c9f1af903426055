package io.fragmentcache.spi;

/**
 * A store failed. The cache went on without it.
 *
 * @param operation the call that failed: {@code read}, {@code write}, {@code remove}, {@code lease} or {@code release}
 * @param cause what the store threw
 */
public record StoreFailed(String operation, Throwable cause) {}
