package com.example.shop.web;

import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.Product;
import com.example.shop.catalog.Supplier;
import io.fragmentcache.servlet.FragmentCacheFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionTrackingMode;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Which page answers which path. */
public final class Site implements ServletContainerInitializer {

    private final Catalog catalog;
    private final Supplier supplier;
    private final FragmentCacheFilter fragments;
    private final Consumer<Product> saved;
    private final Consumer<ServletContext> tools;
    private final Function<ServletContext, Templates> templates;

    /**
     * @param saved is told each product that was saved
     * @param tools mounts the tools of the shop's operator
     */
    public Site(
            Catalog catalog,
            Supplier supplier,
            FragmentCacheFilter fragments,
            Consumer<Product> saved,
            Consumer<ServletContext> tools,
            Function<ServletContext, Templates> templates) {
        this.catalog = catalog;
        this.supplier = supplier;
        this.fragments = fragments;
        this.saved = saved;
        this.tools = tools;
        this.templates = templates;
    }

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        Templates pages = templates.apply(context);
        tools.accept(context);
        context.addFilter("fragments", fragments)
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR), false, "/*");
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
