package io.fragmentcache.servlet;

import io.fragmentcache.internal.memory.SizeEstimate;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;

/** A page that is held back as the filter holds it, without a response around it. */
public final class HeldOutput implements HeldPage.Exit {
    private final SizeEstimate room = new SizeEstimate(4 * 1024);
    private HeldPage page = new HeldPage(this, room.expected());

    /** A writer of the next page. */
    public Writer restart() {
        page = new HeldPage(this, room.expected());
        return page.writer();
    }

    /** Sends the page, which is complete. */
    public void send(OutputStream out) throws IOException {
        room.took(page.size());
        page.encode().writeTo(out);
    }

    @Override
    public PrintWriter stream() {
        throw new IllegalStateException("no page here is so long");
    }

    @Override
    public int bufferSize() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void aboutToSend() {
        throw new IllegalStateException("no page here is so long");
    }

    @Override
    public void close() {
        // Nothing is behind it.
    }
}
