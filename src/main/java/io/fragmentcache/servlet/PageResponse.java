package io.fragmentcache.servlet;

import io.fragmentcache.internal.engine.RequestScope;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds a written page back until all that its headers say is known. A complete page in UTF-8 goes to the container as
 * bytes; what is streamed, or in another encoding, or wrapped by others, goes through their writer. Used by the thread that
 * serves the request.
 */
final class PageResponse extends SettledResponse implements PageWriter.Exit {
    private final PageHeaders headers;
    private final TouchCookie cookie;
    private final BufferSizeEstimate room;
    /** Whether no other wrapper stands between this and the container, which might know of the writer only. */
    private final boolean innermost;

    private @Nullable PageWriter page;
    /** Whether the writer was asked for, since the last reset. */
    private boolean begun;

    private boolean ownBytes;
    private boolean written;
    private boolean streams;
    private boolean told;
    private boolean done;

    PageResponse(
            HttpServletResponse response,
            RequestScope scope,
            PageHeaders headers,
            TouchCookie cookie,
            BufferSizeEstimate room) {
        super(response, scope);
        this.headers = headers;
        this.cookie = cookie;
        this.room = room;
        this.innermost = !(response instanceof ServletResponseWrapper);
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (streams && page == null) {
            return super.getWriter();
        }
        if (written) {
            throw new IllegalStateException("getOutputStream() was called on this response already");
        }
        return begun ? Objects.requireNonNull(page) : begin();
    }

    private PageWriter begin() throws IOException {
        // Settled now, since the servlet specification says that it is.
        String encoding = getCharacterEncoding();
        ownBytes = innermost && StandardCharsets.UTF_8.name().equalsIgnoreCase(encoding);
        if (ownBytes) {
            settle(encoding);
        } else {
            super.getWriter();
        }
        begun = true;
        page = page == null ? new PageWriter(this, room.expected()) : page;
        return page;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (begun) {
            throw new IllegalStateException("getWriter() was called on this response already");
        }
        written = true;
        // What is written to it may go out before this is asked again.
        cookie.write(bare());
        return super.getOutputStream();
    }

    /** Tells what is known now, and holds nothing back from here on. */
    @Override
    public PrintWriter stream() throws IOException {
        tell();
        streams = true;
        return super.getWriter();
    }

    void letGo() throws IOException {
        if (page == null || page.isDirect() || done) {
            tell();
            streams = true;
        } else {
            resume(page);
            page.letGo(stream());
        }
    }

    /** Leaves the page to whoever the request is forwarded to: what is held back is forgotten, and nothing more is. */
    void passOn() throws IOException {
        forget();
        streams = true;
        if (page != null && begun && !page.isDirect()) {
            page.letGo(super.getWriter());
        }
    }

    /** Sends the page, which is complete, unless the visitor has it already. */
    void finish() throws IOException {
        if (done) {
            return;
        }
        done = true;
        if (page == null || page.isDirect()) {
            tell();
            return;
        }
        resume(page);
        cookie.write(bare());
        room.took(page.held().size());
        Utf8Page complete = page.held().encode();
        if (!isCommitted() && headers.tellComplete(bare(), complete)) {
            return;
        }
        if (!ownBytes) {
            page.letGo(super.getWriter());
        } else if (page.length() > 0) {
            send(complete);
        }
    }

    private void send(Utf8Page complete) throws IOException {
        if (!containsHeader("Content-Length")) {
            bare().setContentLengthLong(complete.length());
        }
        if (!headers.isHead()) {
            complete.writeTo(super.getOutputStream());
        }
    }

    /** A writer from before a reset may have been written to after it. */
    private void resume(PageWriter kept) throws IOException {
        if (!begun && kept.length() > 0) {
            begin();
        }
    }

    @Override
    public void close() throws IOException {
        finish();
        if (ownBytes && page != null && !page.isDirect()) {
            super.getOutputStream().close();
        } else {
            super.getWriter().close();
        }
    }

    @Override
    public void flushBuffer() throws IOException {
        letGo();
        super.flushBuffer();
    }

    @Override
    public void reset() {
        super.reset();
        forget();
        cookie.forget();
        told = false;
        begun = false;
        written = false;
        done = false;
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        forget();
    }

    @Override
    public void sendError(int status) throws IOException {
        leave();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        leave();
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        leave();
        super.sendRedirect(location);
    }

    /** The container answers in place of the page. */
    private void leave() {
        forget();
        tell();
        done = true;
    }

    private void forget() {
        if (page != null && !page.isDirect()) {
            page.forget();
        }
    }

    private void tell() {
        cookie.write(bare());
        if (!told && !isCommitted()) {
            told = true;
            headers.tell(bare());
        }
    }
}
