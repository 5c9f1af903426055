package com.example.shop.web;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.testing.PlainDialect;
import io.fragmentcache.thymeleaf.CacheDialect;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.util.Map;

/** The shop's pages with the cache, and for requests with the header {@code Plain} without it: for the same visitor. */
public final class TwoWays extends Templates {

    private final Templates plain;

    public TwoWays(ServletContext context, FragmentCache cache) {
        super(context, engine(new CacheDialect(cache), false));
        plain = new Templates(context, engine(new PlainDialect(), false));
    }

    @Override
    void write(String template, Map<String, Object> variables, Visit visit) throws IOException {
        if (visit.request.getHeader("Plain") == null) {
            super.write(template, variables, visit);
        } else {
            plain.write(template, variables, visit);
        }
    }
}
