package io.fragmentcache.internal.spring;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.servlet.FragmentCacheFilter;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.stage.HandExecutor;
import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.stage.ShortEvents;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.thymeleaf.CacheDialect;
import jakarta.servlet.Filter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.DefaultMockMvcBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.thymeleaf.extras.springsecurity6.dialect.SpringSecurityDialect;
import org.thymeleaf.spring6.SpringTemplateEngine;

/** The application of {@link MvcBeans}, with the cache or without it. Each visitor keeps a session. */
final class MvcApplication {
    /** Someone who differs from all others by a fact. */
    record Visitor(
            String name,
            Map<String, Object> session,
            UnaryOperator<MockHttpServletRequestBuilder> request,
            String method) {
        static Visitor named(String name) {
            return new Visitor(name, Map.of(), request -> request, "GET");
        }

        Visitor session(String attribute, Object value) {
            Map<String, Object> more = new HashMap<>(session);
            more.put(attribute, value);
            return new Visitor(name, more, request, method);
        }

        Visitor sending(UnaryOperator<MockHttpServletRequestBuilder> more) {
            return new Visitor(name, session, more, method);
        }

        Visitor posting(String field, String value) {
            return new Visitor(name, session, request -> request.param(field, value), "POST");
        }
    }

    private final HandClock clock = new HandClock();
    private final HandExecutor executor = new HandExecutor();
    private final ShortEvents events = new ShortEvents();
    private final Map<String, MockHttpSession> sessions = new HashMap<>();
    private final MockServletContext servlets = new MockServletContext();
    private final MockMvc mvc;

    MvcApplication(MapTemplates templates, boolean cached) {
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateResolver(cached ? templates : templates.plain());
        engine.addDialect(new SpringSecurityDialect());
        StaticMessageSource messages = new StaticMessageSource();
        messages.setUseCodeAsDefaultMessage(true);
        messages.addMessage("hello", Locale.US, "Hello {0}");
        messages.addMessage("hello", Locale.GERMANY, "Hallo {0}");
        AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
        spring.setServletContext(servlets);
        spring.register(MvcBeans.class);
        spring.addBeanFactoryPostProcessor(beans -> {
            beans.registerSingleton("templateEngine", engine);
            beans.registerSingleton("messageSource", messages);
        });
        engine.setMessageSource(messages);
        spring.refresh();
        DefaultMockMvcBuilder builder = MockMvcBuilders.webAppContextSetup(spring);
        if (cached) {
            FragmentCache cache = FragmentCache.over(CaffeineStore.ofMegabytes(8))
                    .listener(events)
                    .clock(clock)
                    .executor(executor)
                    .lifetime(Lifetime.of("5m").stale("1h").jitter(0))
                    .build();
            engine.addDialect(new CacheDialect(cache));
            builder.addFilters(new FragmentCacheFilter(cache));
        }
        mvc = builder.addFilters(spring.getBean("springSecurityFilterChain", Filter.class))
                .build();
    }

    void forgetSessions() {
        sessions.clear();
        events.take();
    }

    String shows(Visitor visitor, String template) {
        MockHttpSession session = sessions.computeIfAbsent(visitor.name, name -> {
            MockHttpSession begun = new MockHttpSession(servlets, "session-of-" + name);
            MvcBeans.logIn(visitor.name, begun);
            visitor.session.forEach(begun::setAttribute);
            return begun;
        });
        MockHttpServletRequestBuilder request = visitor.method.equals("POST")
                ? MockMvcRequestBuilders.post("/pages/" + template)
                : MockMvcRequestBuilders.get("/pages/" + template);
        try {
            return mvc.perform(visitor.request.apply(request.session(session).locale(Locale.US)))
                    .andReturn()
                    .getResponse()
                    .getContentAsString();
        } catch (Exception e) {
            throw new AssertionError(visitor.name + " is shown no page of " + template, e);
        }
    }

    /** All entries are stale, and each is asked for by this visitor and rendered again by a thread without a request. */
    void regenerateFor(Visitor visitor, String template) {
        clock.move(Duration.ofMinutes(6));
        shows(visitor, template);
        RequestContextHolder.resetRequestAttributes();
        SecurityContextHolder.clearContext();
        LocaleContextHolder.resetLocaleContext();
        executor.runAll();
    }

    List<String> events() {
        return events.take();
    }
}
