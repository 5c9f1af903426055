package io.fragmentcache.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/**
 * The stream that a servlet writes bytes to. They are not held back. The page is notified when the container is about to
 * send its buffer, the last moment for headers.
 */
final class PageStream extends ServletOutputStream {
    private final ServletOutputStream out;
    private final PageResponse page;
    private long untilSent;

    PageStream(ServletOutputStream out, PageResponse page) {
        this.out = out;
        this.page = page;
        this.untilSent = page.bufferSize();
    }

    private void count(long bytes) {
        if (untilSent >= 0) {
            untilSent -= bytes;
            if (untilSent <= 0) {
                untilSent = -1;
                page.aboutToSend();
            }
        }
    }

    @Override
    public void write(int value) throws IOException {
        count(1);
        out.write(value);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        count(length);
        out.write(source, offset, length);
    }

    @Override
    public void flush() throws IOException {
        count(Long.MAX_VALUE);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        page.tellEnd();
        out.close();
    }

    @Override
    public boolean isReady() {
        return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        out.setWriteListener(listener);
    }
}
