package io.fragmentcache.inspect;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.internal.engine.Inspection;
import io.fragmentcache.internal.usage.Usage;
import io.fragmentcache.problem.Problem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shows what the cache does: a page of its own at {@code /_fragments}, and, in browsers that ask for it there, a frame
 * around each fragment of the application's pages.
 *
 * <pre>{@code
 * FragmentInspector.development(cache).mount(servletContext);                                    // this machine only
 * FragmentInspector.over(cache).allow(request -> request.isUserInRole("admin")).mount(servletContext);
 * }</pre>
 *
 * <p>Keys hold what visitors see, and the buttons outdate it. So the inspector does not start before {@link #allow} or
 * {@link #development} sets who may use it. Mount it before the {@code FragmentCacheFilter}, and after filters that the
 * predicate needs. All other visitors get each page byte for byte as without it; cached HTML is the same too.
 *
 * <p>Not thread-safe; mount it once for each cache.
 */
public final class FragmentInspector {
    private static final String NAME = "fragment-inspector";
    private static final Pattern PATH = Pattern.compile("(/[\\w.-]+)+");

    private final FragmentCache cache;
    private @Nullable Predicate<HttpServletRequest> allowed;
    private @Nullable LogToken token;
    private String path = "/_fragments";

    private FragmentInspector(FragmentCache cache) {
        this.cache = cache;
    }

    /**
     * Opens the inspector for developers who can read the log of this process. When it is mounted it prints its {@link
     * #address()} there, with a token that works once; the browser that opens it stays known for twelve hours. Beside
     * that, only requests of this machine are let in, by its own name ({@code localhost}, {@code 127.0.0.1}, {@code
     * [::1]}) and through no proxy.
     */
    public static FragmentInspector development(FragmentCache cache) {
        FragmentInspector inspector = over(cache).allow(Access.LOOPBACK_ONLY);
        inspector.token = new LogToken(cache.engine().requests());
        return inspector;
    }

    /**
     * Returns the address to open, below that of the application. In {@link #development development} it holds the token
     * that works next.
     */
    public String address() {
        return token == null ? path + "/" : token.address(path);
    }

    /** Creates an inspector for the visitors whom {@link #allow} admits. */
    public static FragmentInspector over(FragmentCache cache) {
        return new FragmentInspector(cache);
    }

    /**
     * Sets who may inspect.
     *
     * @param whom called for each request to the inspector, and for each page that shows its fragments; thread-safe
     */
    public FragmentInspector allow(Predicate<HttpServletRequest> whom) {
        this.allowed = whom;
        return this;
    }

    /**
     * Sets the path of its page. Defaults to {@code /_fragments}.
     *
     * @param place begins with a slash and does not end with one
     * @throws Problem if it is not such a path
     */
    public FragmentInspector at(String place) {
        if (!PATH.matcher(place).matches()) {
            throw Problem.inspectorPath(place);
        }
        this.path = place;
        return this;
    }

    /**
     * Adds its servlet and its filter to the application.
     *
     * @param application while it starts: later a container refuses servlets
     * @throws Problem if {@link #allow} was not called, or the path is taken
     */
    public void mount(ServletContext application) {
        if (allowed == null) {
            throw Problem.inspectorUnprotected();
        }
        LogToken key = token;
        Predicate<HttpServletRequest> whom = key == null ? allowed : allowed.and(key::knows);
        Inspection inspection = cache.engine().inspection();
        Usage usage = inspection.usage();
        NestedFragments interiors = new NestedFragments(usage);
        Browser browser = new Browser(cache.engine().requests().signer());
        FactSheet facts = new FactSheet(inspection, usage);
        OverlayHead head = new OverlayHead(path, browser, facts, usage.pages());
        ServletRegistration.Dynamic servlet = application.addServlet(
                NAME,
                new InspectorServlet(
                        allowed, key, path, browser, new Dashboard(cache, usage, interiors, facts), head, cache));
        FilterRegistration.Dynamic filter =
                application.addFilter(NAME, new OverlayFilter(path, whom, browser, interiors, head, usage.pages()));
        if (servlet == null
                || filter == null
                || !servlet.addMapping(path + "/*").isEmpty()) {
            throw Problem.inspectorMounted(path);
        }
        servlet.setAsyncSupported(true);
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        inspection.watch(interiors);
        cache.listen(interiors);
        if (key != null) {
            key.print(application.getContextPath() + path);
        }
    }
}
