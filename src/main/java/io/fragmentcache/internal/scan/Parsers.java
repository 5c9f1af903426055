package io.fragmentcache.internal.scan;

import io.fragmentcache.problem.Problem;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.engine.ITemplateHandler;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateparser.ITemplateParser;
import org.thymeleaf.templateparser.markup.HTMLTemplateParser;
import org.thymeleaf.templateparser.markup.XMLTemplateParser;
import org.thymeleaf.templateparser.raw.RawTemplateParser;
import org.thymeleaf.templateparser.text.CSSTemplateParser;
import org.thymeleaf.templateparser.text.JavaScriptTemplateParser;
import org.thymeleaf.templateparser.text.TextTemplateParser;

/** Thymeleaf's own parsers: they need no context, execute nothing, and leave the engine's template cache alone. */
public final class Parsers {
    private static final int POOL = 2;
    private static final int BUFFER = 4096;

    private final IEngineConfiguration configuration;
    private final Map<TemplateMode, ITemplateParser> byMode;

    public Parsers(IEngineConfiguration configuration) {
        boolean standard = configuration.isStandardDialectPresent();
        this.configuration = configuration;
        this.byMode = Map.of(
                TemplateMode.HTML, new HTMLTemplateParser(POOL, BUFFER),
                TemplateMode.XML, new XMLTemplateParser(POOL, BUFFER),
                TemplateMode.TEXT, new TextTemplateParser(POOL, BUFFER, standard),
                TemplateMode.JAVASCRIPT, new JavaScriptTemplateParser(POOL, BUFFER, standard),
                TemplateMode.CSS, new CSSTemplateParser(POOL, BUFFER, standard),
                TemplateMode.RAW, new RawTemplateParser(POOL, BUFFER));
    }

    void parse(TemplateSource source, @Nullable String selector, ITemplateHandler handler) {
        try {
            parser(source.mode())
                    .parseStandalone(
                            configuration,
                            null,
                            source.template(),
                            selector == null ? null : Set.of(selector),
                            source.resource(),
                            source.mode(),
                            source.decoupledLogic(),
                            handler);
        } catch (TemplateProcessingException | IllegalArgumentException e) {
            throw problem(source.file(), e);
        }
    }

    /** Parses text that the engine would parse while it renders: inlined in another mode, or a conditional comment. */
    void parseInside(String template, String text, int line, int col, TemplateMode mode, ITemplateHandler handler) {
        parser(mode).parseString(configuration, template, text, line, col, mode, handler);
    }

    private ITemplateParser parser(TemplateMode mode) {
        ITemplateParser parser = byMode.get(mode);
        if (parser == null) {
            throw new IllegalArgumentException("Thymeleaf has a new template mode: " + mode);
        }
        return parser;
    }

    /** The parser wraps what a handler throws: our own sentence is taken out again. */
    private static Problem problem(String file, RuntimeException failure) {
        Throwable innermost = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem;
            }
            innermost = cause;
        }
        Integer line = failure instanceof TemplateProcessingException e ? e.getLine() : null;
        return Problem.templateNotParsable(file, line == null ? 0 : line, String.valueOf(innermost.getMessage()));
    }
}
