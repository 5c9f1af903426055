package com.example.shop.web;

import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.Product;
import com.example.shop.catalog.Supplier;
import io.fragmentcache.FragmentCache;
import io.fragmentcache.inspect.FragmentInspector;
import io.fragmentcache.servlet.FragmentCacheFilter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionTrackingMode;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Which page answers which path. */
public final class Site implements ServletContainerInitializer {

    private final Catalog catalog;
    private final Supplier supplier;
    private final FragmentCache cache;
    private final Consumer<Product> saved;
    private final boolean inspect;
    private final Function<ServletContext, Templates> templates;

    /**
     * @param saved is told each product that was saved
     * @param inspect whether this machine may look at what the cache does, at {@code /_fragments}
     */
    public Site(
            Catalog catalog,
            Supplier supplier,
            FragmentCache cache,
            Consumer<Product> saved,
            boolean inspect,
            Function<ServletContext, Templates> templates) {
        this.catalog = catalog;
        this.supplier = supplier;
        this.cache = cache;
        this.saved = saved;
        this.inspect = inspect;
        this.templates = templates;
    }

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        Templates pages = templates.apply(context);
        if (inspect) {
            FragmentInspector.development(cache).mount(context);
        }
        context.addFilter("fragments", new FragmentCacheFilter(cache)).addMappingForUrlPatterns(null, false, "/*");
        add(context, "", new HomePage(catalog, supplier, pages));
        add(context, "/categories/*", new CategoryPage(catalog, supplier, pages));
        add(context, "/products/*", new ProductPage(catalog, supplier, pages));
        add(context, "/cart", new CartPage(catalog, supplier, pages));
        add(context, "/login", new LoginPage(catalog, pages));
        add(context, "/admin/products/*", new AdminPage(catalog, supplier, saved, pages));
        add(context, "/health", new HealthPage());
        add(context, "/assets/*", new Assets());
        add(context, "/", new EmptyShelf(catalog, pages));
        // A session id in an address is one visitor's, and would reach others with the page.
        context.setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE));
    }

    private static void add(ServletContext context, String path, Servlet page) {
        context.addServlet(page.getClass().getSimpleName(), page).addMapping(path);
    }
}
