package io.fragmentcache.internal.memory;

import io.fragmentcache.store.FinishedText;
import java.io.IOException;

/**
 * Takes a finished text whole, so that it reaches a browser as the bytes that were kept. Where there is none behind a
 * writer, the writer is given the characters.
 */
public interface Utf8Sink {
    /**
     * Writes one segment of a text, after all that was written before. The text may be kept until it is sent.
     *
     * @param segment from 0, as in {@link FinishedText#segments()}
     */
    void write(FinishedText text, int segment) throws IOException;
}
