package io.fragmentcache.servlet;

import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.memory.SizeEstimate;
import io.fragmentcache.internal.memory.Utf8Sink;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds a written page back until all that its headers say is known. A complete page in UTF-8 goes to the container as
 * bytes; what is streamed, or in another encoding, or wrapped by others, goes through their writer. Used by the thread that
 * serves the request.
 */
final class PageResponse extends SettledResponse implements HeldPage.Exit, RequestScope.Page {
    private final PageHeaders headers;
    private final TouchCookie cookie;
    private final SizeEstimate room;
    private final RequestScope scope;
    /** Whether no wrapper that might know of the writer only stands between this and the container. */
    private final boolean innermost;

    private @Nullable HeldPage page;
    /** Whether the writer was asked for, since the last reset. */
    private boolean begun;

    /** A writer that was asked for what is behind it, and its response if that is this page. */
    private @Nullable Writer seenWriter;

    private @Nullable HttpServletResponse seenResponse;

    private boolean ownBytes;
    private boolean written;
    private boolean streams;
    private boolean told;
    private boolean done;
    /** Whether the visitor has the page: then the rest of it need not be right. */
    private boolean known;

    PageResponse(
            HttpServletResponse response,
            RequestScope scope,
            PageHeaders headers,
            TouchCookie cookie,
            SizeEstimate room) {
        super(response, scope);
        this.scope = scope;
        this.headers = headers;
        this.cookie = cookie;
        this.room = room;
        this.innermost = WatchingWrappers.only(response);
        scope.heldBy(this);
    }

    /** The page among these wrappers; null where it is not one of them. */
    static @Nullable PageResponse within(ServletResponse response) {
        ServletResponse at = response;
        while (at instanceof ServletResponseWrapper wrapper && !(at instanceof PageResponse)) {
            at = wrapper.getResponse();
        }
        return at instanceof PageResponse page ? page : null;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        scope.sideOutput("writes to the response itself");
        if (written) {
            throw new IllegalStateException("getOutputStream() was called on this response already");
        }
        return begun ? Objects.requireNonNull(page).writer() : begin().writer();
    }

    private HeldPage begin() throws IOException {
        // Settled now, since the servlet specification says that it is.
        String encoding = getCharacterEncoding();
        ownBytes = !streams && innermost && StandardCharsets.UTF_8.name().equalsIgnoreCase(encoding);
        if (ownBytes) {
            settle(encoding);
        } else {
            super.getWriter();
        }
        begun = true;
        page = page == null ? new HeldPage(this, room.expected()) : page;
        if (streams && !page.isDirect()) {
            page.letGo(super.getWriter());
        }
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
        return new PageStream(super.getOutputStream(), this);
    }

    /** The page, where the writer is one that only looks on, and the page can be held back. */
    @Override
    public @Nullable Utf8Sink behind(Writer out, Object response) {
        HeldPage sink = page;
        if (sink == null || !begun || !ownBytes || done || sink.isDirect()) {
            return null;
        }
        if (out != seenWriter) {
            seenWriter = out;
            seenResponse = response instanceof HttpServletResponse outer && WatchingWrappers.leadTo(this, outer, out)
                    ? outer
                    : null;
        }
        return seenResponse == null ? null : sink.around(out);
    }

    @Override
    public PrintWriter stream() throws IOException {
        HttpServletResponse outer = seenResponse;
        if (outer != null) {
            // Who looks on counted less than was written: this tells them that the response is about to be committed.
            seenWriter = null;
            seenResponse = null;
            outer.flushBuffer();
        }
        streams = true;
        return super.getWriter();
    }

    @Override
    public int bufferSize() {
        return getBufferSize();
    }

    @Override
    public void aboutToSend() {
        tellBegun();
    }

    /** Holds nothing back from here on. */
    private void letGo() throws IOException {
        if (page != null && !page.isDirect() && !done) {
            resume(page);
            page.letGo(stream());
        }
        streams = true;
    }

    /** Lets the page go to the thread that goes on with it. What its headers say is told when it sends something. */
    void leaveToOthers() throws IOException {
        if (!isCommitted()) {
            cookie.write(bare());
            headers.reserve(bare());
        }
        letGo();
    }

    /** Holds the page back again if nothing of it was written yet: its request was dispatched again. */
    void holdAgain() {
        if (isCommitted() || written || begun) {
            return;
        }
        streams = false;
        done = false;
        told = false;
    }

    /** Whether the page was begun to be written. */
    boolean isBegun() {
        return begun || written;
    }

    /**
     * Leaves the page to the target of a forward: what is held back is forgotten. Nothing more is held back if
     * a wrapper around this one may be closed when the target is done.
     */
    void passOn() throws IOException {
        forget();
        if (innermost) {
            return;
        }
        streams = true;
        if (page != null && begun && !page.isDirect()) {
            page.letGo(super.getWriter());
        }
    }

    /** Whether it is settled that the visitor has this page: by what the application said before it was complete. */
    @Override
    public boolean isAnswered() {
        if (!known && !done && !streams && !isCommitted() && headers.isKnownBefore(bare())) {
            known = true;
        }
        return known;
    }

    /** Sends the page, which is complete, unless the visitor has it already. */
    void finish() throws IOException {
        if (done) {
            return;
        }
        done = true;
        if (known) {
            finishKnown();
            return;
        }
        if (page == null || page.isDirect()) {
            tellEnd();
            return;
        }
        resume(page);
        cookie.write(bare());
        room.took(page.size());
        Utf8Page complete = page.encode();
        if (!isCommitted() && headers.tellComplete(bare(), complete)) {
            return;
        }
        if (!ownBytes) {
            page.letGo(super.getWriter());
        } else if (!page.isEmpty()) {
            send(complete);
        }
    }

    private void finishKnown() {
        forget();
        cookie.write(bare());
        if (!isCommitted()) {
            headers.tellUntagged(bare());
            bare().setStatus(SC_NOT_MODIFIED);
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
    private void resume(HeldPage kept) throws IOException {
        if (!begun && !kept.isEmpty()) {
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
        if (known) {
            finish();
        } else {
            letGo();
            tellBegun();
        }
        super.flushBuffer();
    }

    @Override
    public void reset() {
        super.reset();
        forget();
        cookie.forget();
        headers.forget();
        told = false;
        begun = false;
        written = false;
        done = false;
        known = false;
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        forget();
    }

    @Override
    public void setStatus(int status) {
        if (!known) {
            super.setStatus(status);
        }
    }

    @Override
    public void sendError(int status) throws IOException {
        leaveForError();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        leaveForError();
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        leave();
        super.sendRedirect(location);
    }

    /** The container answers in place of the page. */
    private void leave() {
        tellBegun(true);
        end();
    }

    /** The same, or another page, which may tell what the cache did for it. */
    private void leaveForError() {
        cookie.write(bare());
        if (!told && !isCommitted()) {
            told = true;
            headers.tellError(bare());
        }
        end();
    }

    private void end() {
        forget();
        known = false;
        done = true;
    }

    private void forget() {
        if (page != null && !page.isDirect()) {
            page.forget();
        }
    }

    /** Tells what is known now of a page whose first bytes are about to be sent. */
    private void tellBegun() {
        // Bytes without fragments are files and pictures, which belong to no visitor; of a page fragments may follow.
        tellBegun(written);
    }

    private void tellBegun(boolean leftAloneWithoutFragments) {
        cookie.write(bare());
        if (!told && !isCommitted()) {
            told = true;
            headers.tellBegun(bare(), leftAloneWithoutFragments);
        }
    }

    /** Tells all of a page that was not held back, but was not sent yet either. */
    void tellEnd() {
        cookie.write(bare());
        if (!told && !isCommitted()) {
            told = true;
            headers.tellUntagged(bare());
        }
    }

    /**
     * While the page is held back, the container is not to be found behind it: Tomcat 11 looks for its own response after
     * a forward and closes it, though the page was not sent yet.
     */
    @Override
    public ServletResponse getResponse() {
        return streams || done ? super.getResponse() : UnclosedResponse.of(super.getResponse());
    }

    @Override
    public void setResponse(ServletResponse response) {
        super.setResponse(UnclosedResponse.behind(response));
    }
}
