package io.fragmentcache;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.servlet.FragmentCacheFilter;
import io.fragmentcache.thymeleaf.CacheDialect;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.coyote.OutputBuffer;
import org.thymeleaf.TemplateEngine;

/** The page as a response of Tomcat, with the container's own writer and encoder, up to where the socket would be. */
final class StorefrontServlet implements AutoCloseable {
    private final TemplateEngine engine = StorefrontEngines.engine();
    private final FragmentCache cache =
            FragmentCache.inMemory().lifetime(Lifetime.of("1h").stale("1h")).build();
    private final FragmentCacheFilter filter = new FragmentCacheFilter(cache);
    private final Nowhere socket = new Nowhere();
    private final org.apache.coyote.Response coyote = new org.apache.coyote.Response();
    private final Response response = new Response();
    private final Map<String, Object> attributes = new HashMap<>();
    private final StorefrontCategory category;
    private String known = "";

    StorefrontServlet(StorefrontUtf8Benchmark.Names names) {
        engine.addDialect(new CacheDialect(cache));
        coyote.setOutputBuffer(socket);
        response.setCoyoteResponse(coyote);
        org.apache.coyote.Request asked = new org.apache.coyote.Request();
        Request request = new Request(new Connector());
        request.setCoyoteRequest(asked);
        response.setRequest(request);
        coyote.setRequest(asked);
        asked.setNote(CoyoteAdapter.ADAPTER_NOTES, request);
        category = new StorefrontCategory(names == StorefrontUtf8Benchmark.Names.ACCENTED);
    }

    int layout() {
        return serve("layout", "", (request, page, template) -> render(template, request, page));
    }

    int hit() {
        return serve("cached", "", (request, page, template) -> render(template, request, page));
    }

    int uncachedFiltered() {
        return serve("plain", "", this::filter);
    }

    int hitFiltered() {
        return serve("cached", "", this::filter);
    }

    /** Of a visitor who has the page already. */
    int notModified() {
        if (known.isEmpty()) {
            hitFiltered();
            hitFiltered();
            known = coyote.getMimeHeaders().getHeader("ETag");
        }
        int size = serve("cached", known, this::filter);
        if (coyote.getStatus() != 304 || size != 0) {
            throw new IllegalStateException("status " + coyote.getStatus() + ", " + size + " bytes");
        }
        return 1;
    }

    private interface Serving {
        void serve(HttpServletRequest request, HttpServletResponse page, String template)
                throws IOException, ServletException;
    }

    private int serve(String template, String ifNoneMatch, Serving serving) {
        response.recycle();
        coyote.recycle();
        socket.size = 0;
        try {
            serving.serve(request(ifNoneMatch), response.getResponse(), template);
            response.finishResponse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ServletException e) {
            throw new IllegalStateException(e);
        }
        return socket.size;
    }

    private void filter(HttpServletRequest request, HttpServletResponse page, String template)
            throws IOException, ServletException {
        FilterChain chain =
                (around, wrapped) -> render(template, (HttpServletRequest) around, (HttpServletResponse) wrapped);
        filter.doFilter(request, page, chain);
    }

    private void render(String template, HttpServletRequest request, HttpServletResponse page) throws IOException {
        page.setContentType("text/html;charset=UTF-8");
        org.thymeleaf.context.Context model = StorefrontPage.model(category);
        Object scope = request.getAttribute(RequestScope.ATTRIBUTE);
        if (scope != null) {
            model.setVariable(RequestScope.ATTRIBUTE, scope);
        }
        engine.process(template, model, page.getWriter());
    }

    /** Only what the filter asks for. */
    private HttpServletRequest request(String ifNoneMatch) {
        attributes.clear();
        return (HttpServletRequest) Proxy.newProxyInstance(
                StorefrontServlet.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getMethod" -> "GET";
                    case "getContextPath" -> "";
                    case "isSecure", "isAsyncStarted" -> false;
                    case "getDispatcherType" -> DispatcherType.REQUEST;
                    case "getCookies" -> null;
                    case "getAttribute" -> attributes.get((String) arguments[0]);
                    case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                    case "removeAttribute" -> attributes.remove((String) arguments[0]);
                    case "getHeader" -> ifNoneMatch.isEmpty() ? null : ifNoneMatch;
                    case "getHeaders" -> Collections.enumeration(Collections.singleton(ifNoneMatch));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Override
    public void close() {
        cache.close();
    }

    /** Copies what it is given, as a socket would. */
    private static final class Nowhere implements OutputBuffer {
        private final byte[] held = new byte[1 << 17];
        private int size;

        @Override
        public int doWrite(ByteBuffer chunk) {
            int length = chunk.remaining();
            chunk.get(held, size, length);
            size += length;
            return length;
        }

        @Override
        public long getBytesWritten() {
            return size;
        }
    }
}
