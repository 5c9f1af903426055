package io.fragmentcache.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.servlet.FragmentCacheFilter;
import io.fragmentcache.servlet.HoleServlet;
import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.thymeleaf.CacheDialect;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/** A hole of Spring that is fetched apart sees beans, conversions and forms, as in its page. */
class SpringHoleVariablesTest {
    /** A bean that holes ask. */
    public static final class Clerk {
        /** Greets. */
        public String greets(String name) {
            return "Hello " + name;
        }
    }

    @Test
    void beansConversionsAndLinksWorkWithoutThePage() throws Exception {
        MockServletContext servlets = new MockServletContext();
        MapTemplates templates = new MapTemplates();
        templates.put("page", """
                <p cache:fragment="card" cache:key="1"><b cache:hole="name='Zoe', day=${T(java.time.LocalDate).of(2026,1,2)}" cache:apart><i th:text="${@clerk.greets(name)}">x</i><u>[[${{day}}]]</u><a th:href="@{/cart}">cart</a><em>[[${#locale}]]</em></b></p>""");
        try (GenericWebApplicationContext beans = new GenericWebApplicationContext(servlets);
                FragmentCache cache = FragmentCache.inMemory().build()) {
            beans.registerBean("clerk", Clerk.class);
            beans.refresh();
            servlets.setAttribute(WebApplicationContext.ROOT_WEB_APPLICATION_CONTEXT_ATTRIBUTE, beans);
            DefaultFormattingConversionService conversion = new DefaultFormattingConversionService();
            conversion.addConverter(LocalDate.class, String.class, day -> "day " + day.getDayOfYear());
            SpringTemplateEngine engine = new SpringTemplateEngine();
            engine.setTemplateResolver(templates);
            CacheDialect dialect = new CacheDialect(cache);
            engine.addDialect(dialect);
            SpringHoleVariables variables = new SpringHoleVariables(beans, conversion);
            FragmentCacheFilter filter =
                    FragmentCacheFilter.over(cache).apartHoles("/hole").build();

            MockHttpServletRequest asked = new MockHttpServletRequest(servlets, "GET", "/page");
            asked.addHeader("Surrogate-Capability", "a=\"ESI/1.0\"");
            MockHttpServletResponse page = new MockHttpServletResponse();
            filter.doFilter(asked, page, new MockFilterChain() {
                @Override
                public void doFilter(jakarta.servlet.ServletRequest request, jakarta.servlet.ServletResponse response)
                        throws java.io.IOException {
                    var exchange = JakartaServletWebApplication.buildApplication(servlets)
                            .buildExchange(
                                    (jakarta.servlet.http.HttpServletRequest) request,
                                    (jakarta.servlet.http.HttpServletResponse) response);
                    Map<String, Object> model = variables.apply(asked, page);
                    engine.process("page", new WebContext(exchange, Locale.GERMAN, model), response.getWriter());
                }
            });
            Matcher include = Pattern.compile("\\?h=([^\"]+)\"").matcher(page.getContentAsString());
            assertThat(include.find()).as(page.getContentAsString()).isTrue();

            HoleServlet holes = new HoleServlet(dialect.apartHoles(engine), variables);
            MockHttpServletRequest apart = new MockHttpServletRequest(servlets, "GET", "/hole");
            apart.setServletPath("/hole");
            apart.setParameter("h", include.group(1));
            MockHttpServletResponse hole = new MockHttpServletResponse();
            holes.service(apart, hole);
            assertThat(hole.getContentAsString())
                    .isEqualTo("<b><i>Hello Zoe</i><u>day 2</u><a href=\"/cart\">cart</a><em>de</em></b>");
            assertThat(apart.getSession(false)).isNull();
        }
    }
}
