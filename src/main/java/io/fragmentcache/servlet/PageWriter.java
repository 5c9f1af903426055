package io.fragmentcache.servlet;

import io.fragmentcache.internal.memory.Utf8Sink;
import io.fragmentcache.store.FinishedText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * What a servlet writes its page to. Holds it back until it is flushed, told to let it go, or too long. Takes no lock: a
 * page is written by one thread. As with any {@code PrintWriter}, a visitor who left is told by {@link #checkError()}.
 */
final class PageWriter extends PrintWriter implements Utf8Sink {
    /** Characters, those of remembered texts included. */
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
    private final HeldPage held;
    private long length;
    private @Nullable PrintWriter direct;
    /** How many characters may follow before the container may send its buffer. */
    private long untilSent;

    private boolean closed;

    /** @param expected about how many characters will stand between remembered texts */
    PageWriter(Exit exit, int expected) {
        super(Writer.nullWriter());
        this.exit = exit;
        this.held = new HeldPage(expected);
    }

    /** What is held back. */
    HeldPage held() {
        return held;
    }

    /** How many characters were written since the page began. */
    long length() {
        return length;
    }

    /** Sends what is held back, and all that follows, to this writer. */
    void letGo(PrintWriter response) throws IOException {
        untilSent = exit.bufferSize() / MOST_BYTES;
        count(length);
        direct = response;
        held.writeTo(response);
        held.clear();
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
        held.clear();
        length = 0;
        closed = false;
    }

    @Override
    public void write(int character) {
        if (holds(1)) {
            held.add((char) character);
        } else if (direct != null) {
            count(1);
            direct.write(character);
        }
    }

    @Override
    public void write(char[] source, int offset, int count) {
        if (holds(count)) {
            held.add(source, offset, count);
        } else if (direct != null) {
            count(count);
            direct.write(source, offset, count);
        }
    }

    @Override
    public void write(char[] source) {
        write(source, 0, source.length);
    }

    @Override
    public void write(String text, int offset, int count) {
        if (holds(count)) {
            held.add(text, offset, count);
        } else if (direct != null) {
            count(count);
            direct.write(text, offset, count);
        }
    }

    @Override
    public void write(String text) {
        write(text, 0, text.length());
    }

    @Override
    public void write(FinishedText text, int segment) throws IOException {
        if (holds(text.about(segment))) {
            held.add(text, segment);
        } else if (direct != null) {
            count(text.about(segment));
            text.write(segment, direct);
        }
    }

    @Override
    public void println() {
        write(System.lineSeparator());
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

    /** Sends what was written so far, as the method of every {@code PrintWriter} does. */
    @Override
    public boolean checkError() {
        return super.checkError() || (direct != null && direct.checkError());
    }

    @Override
    public void close() {
        if (!closed) {
            try {
                exit.close();
            } catch (IOException gone) {
                setError();
            }
            closed = true;
        }
    }

    private boolean holds(int more) {
        if (direct != null || closed) {
            return false;
        }
        length += more;
        if (length > MOST) {
            letGo();
            return false;
        }
        return true;
    }

    /**
     * What takes remembered texts past a writer that only looks on, as long as the page is held back. Then they go through
     * that writer again.
     */
    Utf8Sink around(Writer watching) {
        return (text, segment) -> {
            if (direct == null && !closed && length + text.about(segment) <= MOST) {
                write(text, segment);
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
            setError();
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
