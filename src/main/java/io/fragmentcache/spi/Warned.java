package io.fragmentcache.spi;

/**
 * The cache met something that its author may not have intended, and went on. Each sentence is sent once.
 *
 * @param sentence what it is, where, and what to do
 */
public record Warned(String sentence) {}
