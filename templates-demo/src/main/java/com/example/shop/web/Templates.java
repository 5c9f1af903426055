package com.example.shop.web;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.dialect.IDialect;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/** Thymeleaf, set up once. */
public class Templates {

    private final ITemplateEngine engine;
    private final JakartaServletWebApplication application;

    public Templates(ServletContext context, ITemplateEngine engine) {
        this.application = JakartaServletWebApplication.buildApplication(context);
        this.engine = engine;
    }

    /** @param dev whether an edited template shows without a restart */
    public static TemplateEngine engine(IDialect dialect, boolean dev) {
        return engine(dialect, dev, false);
    }

    /** @param edge whether an edge keeps pages, for which some templates are other ones */
    public static TemplateEngine engine(IDialect dialect, boolean dev, boolean edge) {
        TemplateEngine engine = new TemplateEngine();
        if (edge) {
            ClassLoaderTemplateResolver forEdge = fromClassPath("edge/", dev);
            forEdge.setCheckExistence(true);
            forEdge.setOrder(1);
            engine.addTemplateResolver(forEdge);
        }
        ClassLoaderTemplateResolver all = fromClassPath("templates/", dev);
        all.setOrder(2);
        engine.addTemplateResolver(all);
        engine.setMessageResolver(new Messages());
        engine.addDialect(dialect);
        return engine;
    }

    void write(String template, Map<String, Object> variables, Visit visit) throws IOException {
        var exchange = application.buildExchange(visit.request, visit.response);
        visit.response.setContentType("text/html;charset=UTF-8");
        engine.process(template, new WebContext(exchange, visit.locale, variables), visit.response.getWriter());
    }

    private static ClassLoaderTemplateResolver fromClassPath(String directory, boolean dev) {
        var resolver = new ClassLoaderTemplateResolver(Templates.class.getClassLoader());
        resolver.setPrefix(directory);
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding(StandardCharsets.UTF_8.name());
        resolver.setCacheable(!dev);
        return resolver;
    }
}
