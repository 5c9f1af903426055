package io.fragmentcache.servlet;

import io.fragmentcache.internal.memory.TextWriter;
import io.fragmentcache.internal.memory.Utf8Sink;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * A page that is held back until it is flushed, told to be let go, or too long. Takes no lock: a page is written by one
 * thread. As with any {@code PrintWriter}, a visitor who left is told by {@link PrintWriter#checkError()}.
 */
final class HeldPage implements TextWriter.Page {
    /** Characters, those of cached HTML included. */
    private static final int MOST = 1 << 20;
    /** Of one character, in any encoding of the web. */
    private static final int MOST_BYTES = 4;

    /** Where the page goes. */
    interface Exit {
        /** The page is not to be held back any more: gives the writer for it and all that follows. */
        PrintWriter stream() throws IOException;

        /** How many bytes of what was let go are kept by the container before it sends the headers. */
        int bufferSize();

        /** What was let go may be sent from here on. */
        void aboutToSend();

        /** The servlet is done. */
        void close() throws IOException;
    }

    private final Exit exit;
    private final TextWriter held;
    private @Nullable PrintWriter direct;
    /** How many characters may follow before the container may send its buffer. */
    private long untilSent;

    private boolean closed;
    private boolean failed;

    /** @param expected about how many characters will be between pieces of cached HTML */
    HeldPage(Exit exit, int expected) {
        this.exit = exit;
        this.held = TextWriter.ofPage(expected, MOST, this);
    }

    /** What a servlet writes its page to. */
    TextWriter writer() {
        return held;
    }

    /** What is held back, in UTF-8. */
    Utf8Page encode() {
        return Utf8Page.of(held);
    }

    /** How many characters of it are between pieces of cached HTML. */
    int size() {
        return held.size();
    }

    boolean isEmpty() {
        return held.length() == 0;
    }

    /** Sends what is held back, and all that follows, to this writer. */
    void letGo(PrintWriter response) throws IOException {
        untilSent = exit.bufferSize() / MOST_BYTES;
        count(held.length());
        direct = response;
        held.writeTo(response);
        held.end();
    }

    /** Holds back what is written from here on, which is the beginning of a page. */
    void holdAgain() {
        direct = null;
        forget();
    }

    /** Whether nothing is held back any more. */
    boolean isDirect() {
        return direct != null;
    }

    /** Forgets what was written. */
    void forget() {
        held.restart();
        closed = false;
    }

    /** More than fits: all goes to the response from here on. Nothing goes anywhere when the servlet is done. */
    @Override
    public @Nullable PrintWriter beyond(long characters) {
        if (direct == null && !closed) {
            letGo();
        }
        if (direct != null) {
            count(characters);
        }
        return direct;
    }

    /** Sends what was written so far; unless Thymeleaf says that its template is complete, more of the page may come. */
    @Override
    public void flush() {
        if (direct == null && !closed && !TemplateCalls.isFlush()) {
            letGo();
        }
        if (direct != null && !closed) {
            count(Long.MAX_VALUE);
            direct.flush();
        }
    }

    @Override
    public boolean hasFailed() {
        return failed || (direct != null && direct.checkError());
    }

    @Override
    public void close() {
        if (!closed) {
            try {
                exit.close();
            } catch (IOException gone) {
                failed = true;
            }
            closed = true;
            held.end();
        }
    }

    /**
     * Takes cached HTML past a writer that only looks on, as long as the page is held back. Later it goes through that writer
     * again.
     */
    Utf8Sink around(Writer watching) {
        return (text, segment) -> {
            if (held.fits(text.about(segment))) {
                held.write(text, segment);
            } else {
                text.write(segment, watching);
            }
        };
    }

    private void letGo() {
        try {
            PrintWriter response = exit.stream();
            if (direct == null) {
                letGo(response);
            }
        } catch (IOException gone) {
            failed = true;
            held.end();
        }
    }

    private void count(long characters) {
        if (untilSent >= 0) {
            untilSent -= characters;
            if (untilSent < 0) {
                exit.aboutToSend();
            }
        }
    }
}
