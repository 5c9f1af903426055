package io.fragmentcache.inspect;

import io.fragmentcache.internal.engine.Observer;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.CharArrayWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Holds a page with marks back until it is complete, then sends it as it is finished. Other content goes out as it
 * comes. No browser or proxy may keep it. Used by the thread that serves the request.
 */
final class InspectedResponse extends HttpServletResponseWrapper {
    /** Of another page than the one that is sent. */
    private static final Set<String> IGNORED = Set.of(
            "cache-control",
            "cdn-cache-control",
            "expires",
            "etag",
            "last-modified",
            "content-length",
            "accept-ranges");

    private final HttpServletRequest request;
    private final UnaryOperator<String> finish;
    private @Nullable CharArrayWriter characters;
    private @Nullable PrintWriter writer;
    private @Nullable ByteArrayOutputStream bytes;
    private @Nullable ServletOutputStream stream;
    private boolean direct;

    /** @param finish makes of a page with marks what is sent */
    InspectedResponse(HttpServletRequest request, HttpServletResponse response, UnaryOperator<String> finish) {
        super(response);
        this.request = request;
        this.finish = finish;
        super.setHeader("Cache-Control", "no-store");
    }

    static boolean isHtml(@Nullable String type) {
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/html");
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            // Asked for now, so that the encoding is settled when the servlet specification says that it is.
            PrintWriter response = super.getWriter();
            if (passes()) {
                writer = response;
            } else {
                characters = new CharArrayWriter(32 * 1024);
                writer = new PrintWriter(characters);
            }
        }
        return writer;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (stream == null) {
            ServletOutputStream response = super.getOutputStream();
            if (passes()) {
                stream = response;
            } else {
                bytes = new ByteArrayOutputStream(32 * 1024);
                stream = new Held(bytes);
            }
        }
        return stream;
    }

    /** Whether this is content of another kind: then no marks are written either. */
    private boolean passes() {
        if (!direct && getContentType() != null && !isHtml(getContentType())) {
            direct();
        }
        return direct;
    }

    private void direct() {
        direct = true;
        request.removeAttribute(Observer.View.ATTRIBUTE);
    }

    /** Sends the page; from here on nothing is held back. */
    void complete() throws IOException {
        if (direct) {
            return;
        }
        direct();
        if (writer != null && characters != null) {
            writer.flush();
            super.getWriter().write(finish.apply(characters.toString()));
            writer = super.getWriter();
        } else if (bytes != null) {
            Charset charset = charset();
            super.getOutputStream().write(finish.apply(bytes.toString(charset)).getBytes(charset));
            stream = super.getOutputStream();
        }
    }

    /** For a body that is not HTML each byte is one character, in both directions. */
    private Charset charset() {
        return isHtml(getContentType()) ? Charset.forName(getCharacterEncoding()) : StandardCharsets.ISO_8859_1;
    }

    @Override
    public void flushBuffer() throws IOException {
        if (direct) {
            super.flushBuffer();
        }
    }

    @Override
    public void reset() {
        super.reset();
        super.setHeader("Cache-Control", "no-store");
        forget();
        writer = null;
        stream = null;
        characters = null;
        bytes = null;
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        forget();
    }

    @Override
    public void sendError(int status) throws IOException {
        forget();
        direct();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        forget();
        direct();
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        forget();
        direct();
        super.sendRedirect(location);
    }

    private void forget() {
        if (characters != null) {
            characters.reset();
        }
        if (bytes != null) {
            bytes.reset();
        }
    }

    @Override
    public void setContentLength(int length) {
        // Of the page before it was finished.
    }

    @Override
    public void setContentLengthLong(long length) {
        // Of the page before it was finished.
    }

    @Override
    public void setHeader(String name, String value) {
        if (isPassed(name)) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (isPassed(name)) {
            super.addHeader(name, value);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        if (isPassed(name)) {
            super.setIntHeader(name, value);
        }
    }

    @Override
    public void setDateHeader(String name, long date) {
        if (isPassed(name)) {
            super.setDateHeader(name, date);
        }
    }

    @Override
    public void addIntHeader(String name, int value) {
        if (isPassed(name)) {
            super.addIntHeader(name, value);
        }
    }

    @Override
    public void addDateHeader(String name, long date) {
        if (isPassed(name)) {
            super.addDateHeader(name, date);
        }
    }

    private static boolean isPassed(String name) {
        return !IGNORED.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Keeps bytes. */
    private static final class Held extends ServletOutputStream {
        private final ByteArrayOutputStream bytes;

        Held(ByteArrayOutputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int character) {
            bytes.write(character);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            bytes.write(source, offset, length);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("only asynchronous requests have listeners, and those are not held back");
        }
    }
}
