package io.fragmentcache.servlet;

import io.fragmentcache.internal.engine.RequestScope;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A response whose encoding is settled once its writer was asked for, as the servlet specification says, though the
 * container's own writer may never be.
 */
class SettledResponse extends ObservedResponse {
    private @Nullable String settled;

    SettledResponse(HttpServletResponse response, RequestScope scope) {
        super(response, scope);
    }

    /** Holds on to this encoding. */
    final void settle(String encoding) {
        settled = encoding;
        super.setCharacterEncoding(encoding);
    }

    @Override
    public void setCharacterEncoding(String encoding) {
        if (settled == null) {
            super.setCharacterEncoding(encoding);
        }
    }

    @Override
    public void setContentType(String type) {
        super.setContentType(type);
        restore();
    }

    @Override
    public void setLocale(Locale locale) {
        super.setLocale(locale);
        restore();
    }

    @Override
    public void setHeader(String name, String value) {
        super.setHeader(name, value);
        if (name.equalsIgnoreCase("Content-Type")) {
            restore();
        }
    }

    @Override
    public void addHeader(String name, String value) {
        super.addHeader(name, value);
        if (name.equalsIgnoreCase("Content-Type")) {
            restore();
        }
    }

    @Override
    public void reset() {
        super.reset();
        settled = null;
    }

    private void restore() {
        if (settled != null) {
            super.setCharacterEncoding(settled);
        }
    }
}
