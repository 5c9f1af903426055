package io.fragmentcache.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import io.fragmentcache.thymeleaf.CacheDialect;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.thymeleaf.IThrottledTemplateProcessor;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.context.IWebContext;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.dialect.IDialect;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.messageresolver.StandardMessageResolver;
import org.thymeleaf.spring6.SpringTemplateEngine;

/**
 * A web application without a network, whose guests, time and background jobs the test owns. The same pages without the
 * cache, printed by plain Thymeleaf, are its oracle.
 */
public final class WebStage {
    private static final String PAGE = "page";

    private final MapTemplates templates = new MapTemplates();
    private final Map<String, Object> variables = new HashMap<>();
    private final HandExecutor background = new HandExecutor();
    private final HandClock clock = new HandClock();
    private final ShortEvents events = new ShortEvents();
    private final TemplateEngine engine;
    private final TemplateEngine plain;
    private final FragmentCache cache;
    private boolean reactive;

    private WebStage(boolean spel, Store store, UnaryOperator<FragmentCacheBuilder> configure) {
        cache = configure
                .apply(FragmentCache.over(store)
                        .lifetime(Lifetime.of("5m").stale("1h").jitter(0))
                        .clock(clock)
                        .executor(background)
                        .listener(events))
                .build();
        engine = engine(spel, templates);
        engine.addDialect(new CacheDialect(cache));
        plain = engine(spel, templates.plain());
    }

    private static TemplateEngine engine(boolean spel, MapTemplates templates) {
        TemplateEngine engine = spel ? new SpringTemplateEngine() : new TemplateEngine();
        engine.setTemplateResolver(templates);
        StandardMessageResolver messages = new StandardMessageResolver();
        messages.addDefaultMessage("m", "message {0}");
        engine.setMessageResolver(messages);
        return engine;
    }

    public static WebStage open() {
        return with(builder -> builder);
    }

    public static WebStage strict() {
        return with(builder -> builder.strict(true));
    }

    public static WebStage with(UnaryOperator<FragmentCacheBuilder> configure) {
        return new WebStage(false, CaffeineStore.ofMegabytes(16), configure);
    }

    /** Over entries that others may have written. */
    public static WebStage over(Store store) {
        return of(false, store);
    }

    /** With expressions of Spring, or with those of plain Thymeleaf. */
    public static WebStage of(boolean spel, Store store) {
        return of(spel, store, builder -> builder);
    }

    public static WebStage of(boolean spel, Store store, UnaryOperator<FragmentCacheBuilder> configure) {
        return new WebStage(spel, store, configure);
    }

    /** Over exchanges that are not those of servlets. */
    public static WebStage reactive() {
        WebStage stage = open();
        stage.reactive = true;
        return stage;
    }

    /** Has the engines parse each template for each request. */
    public WebStage notCacheable() {
        templates.setCacheable(false);
        return this;
    }

    /** Has the engines parse again. */
    public void clearTemplates() {
        engine.clearTemplateCache();
        plain.clearTemplateCache();
    }

    public WebStage template(String name, String source) {
        templates.put(name, source);
        return this;
    }

    public WebStage set(String variable, Object value) {
        variables.put(variable, value);
        return this;
    }

    /** Adds to both engines. */
    public WebStage dialect(IDialect dialect) {
        engine.addDialect(dialect);
        plain.addDialect(dialect);
        return this;
    }

    /** What this guest sees of the template {@code page}. */
    public String shows(Guest guest) {
        return shows(PAGE, guest);
    }

    public String shows(String template, Guest guest) {
        return engine.process(template, context(guest));
    }

    /** The same, asked for in pieces of so many characters. */
    public String shows(Guest guest, int piece) {
        IThrottledTemplateProcessor processor = engine.processThrottled(PAGE, context(guest));
        StringWriter out = new StringWriter();
        while (!processor.isFinished()) {
            processor.process(piece, out);
        }
        return out.toString();
    }

    /** What plain Thymeleaf prints of the template {@code page} for this guest. */
    public String plain(Guest guest) {
        return plain(PAGE, guest);
    }

    public String plain(String template, Guest guest) {
        return plain.process(template, context(guest));
    }

    /** What is shown, or that it fails; by which problem of this library, if it is one. */
    public String outcome(String template, Guest guest) {
        return outcome(engine, template, guest);
    }

    /** What plain Thymeleaf shows, or that it fails. */
    public String plainOutcome(String template, Guest guest) {
        return outcome(plain, template, guest);
    }

    private String outcome(TemplateEngine by, String template, Guest guest) {
        try {
            return by.process(template, context(guest));
        } catch (TemplateProcessingException fails) {
            Throwable cause = fails;
            while (cause != null && !(cause instanceof Problem)) {
                cause = cause.getCause();
            }
            return cause instanceof Problem problem ? "fails: " + problem.id() : "fails";
        }
    }

    /** Lets the time of what is stored be over, so that it is stale. */
    public void passTime() {
        wait("6m");
    }

    /** Each guest is shown what plain Thymeleaf prints for them: missed, hit, stale and regenerated. */
    public void areRightFor(Guest... guests) {
        for (String step : new String[] {"missed", "hit", "stale", "regenerated"}) {
            if (step.equals("stale")) {
                passTime();
            } else if (step.equals("regenerated")) {
                runBackground();
            }
            for (Guest guest : guests) {
                assertThat(shows(guest)).as(step).isEqualTo(plain(guest));
            }
        }
    }

    /** A rendering inside another, as a bean may begin it. */
    public String nested(String template, IExpressionContext around, boolean isPlain) {
        WebContext own = new WebContext(((IWebContext) around).getExchange(), around.getLocale());
        return (isPlain ? plain : engine).process(template, own);
    }

    public WebStage touch(String type, Object id) {
        cache.touch(type, id);
        return this;
    }

    public WebStage wait(String duration) {
        clock.move(Lifetime.of(duration).fresh());
        return this;
    }

    /** Runs all regenerations that wait. */
    public void runBackground() {
        background.runAll();
    }

    /** What the cache did since the last time this was asked. */
    public List<String> events() {
        return events.take();
    }

    public FragmentCache cache() {
        return cache;
    }

    public WebContext context(Guest guest) {
        return new WebContext(
                reactive ? new OtherExchange(guest.exchange()) : guest.exchange(),
                guest.locale,
                new HashMap<>(variables));
    }
}
