package io.fragmentcache.internal.memory;

import io.fragmentcache.store.FinishedText;
import java.io.IOException;

/**
 * A writer that takes a finished text whole, so that it reaches a browser as the bytes that were kept. Code that
 * writes a finished text asks whether the writer is one of these, and gives any other the characters.
 */
public interface Utf8Sink {
    /**
     * Writes one segment of a text, after all that was written before. The text may be kept until it is sent.
     *
     * @param segment from 0, as in {@link FinishedText#segments()}
     */
    void write(FinishedText text, int segment) throws IOException;
}
