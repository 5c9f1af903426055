package io.fragmentcache.internal.definition;

import io.fragmentcache.internal.Survivable;
import io.fragmentcache.internal.engine.RenderingEnds;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.engine.Settings;
import io.fragmentcache.internal.template.FrozenStatus;
import io.fragmentcache.key.FactEncoder;
import io.fragmentcache.key.FactValue;
import io.fragmentcache.key.Facts;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.problem.Problem;
import java.security.Principal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.ILazyContextVariable;
import org.thymeleaf.engine.IterationStatusVar;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.web.IWebExchange;
import org.thymeleaf.web.IWebSession;
import org.thymeleaf.web.servlet.IServletWebRequest;

/**
 * Reads facts as they are now, on the engine's own context: no listener is told. For one look-up, or one rendering,
 * and its thread.
 */
public final class FactReader {
    private final IEngineContext live;
    private final @Nullable IWebExchange exchange;
    private final Settings settings;
    private final FactEncoder encoder;
    private final PathReader paths;
    private @Nullable Set<Object> ofSession;
    private @Nullable KeyBuilder key;

    /** @param live the engine's own context */
    FactReader(IEngineContext live, Settings settings, EngineValues values) {
        this.live = live;
        this.exchange = exchange(live);
        this.settings = settings;
        this.encoder = new FactEncoder(settings.versions(), values);
        this.paths = new PathReader(live);
    }

    /** Without the watch of a rendering around, whose bean began this one. */
    private static @Nullable IWebExchange exchange(IEngineContext live) {
        IWebExchange exchange = Contexts.isWebContext(live) ? Contexts.getWebExchange(live) : null;
        return exchange instanceof Watching watching ? watching.raw() : exchange;
    }

    /** Reads all of a set for a key: the model with which that begins, the variable of a loop mostly, is encoded once. */
    Facts read(FactSet set, KeyBuilder ofKey) {
        key = ofKey;
        try {
            return read(set, Facts.NONE);
        } finally {
            key = null;
        }
    }

    /** Reads all of a set, but those that are known. */
    Facts read(FactSet set, Facts known) {
        int size = set.size();
        if (size == 0) {
            return Facts.NONE;
        }
        RequestScope scope = set.asksRequest() ? scope() : null;
        FactValue[] values = new FactValue[size];
        if (scope != null) {
            scope.tally().keying(true);
        }
        try {
            for (int i = 0; i < size; i++) {
                FactValue before = known.get(set.fact(i).name());
                values[i] = before != null ? before : read(set.fact(i));
            }
        } finally {
            if (scope != null) {
                scope.tally().keying(false);
            }
        }
        return Facts.of(set.names(), values);
    }

    /** Tells texts that are unique to this visit: the name of its session, a token. */
    public Predicate<String> secrets() {
        IWebExchange visit = exchange;
        if (visit == null) {
            return text -> false;
        }
        // Most renderings read no text of which it could be asked.
        Set<String> known = new HashSet<>();
        boolean[] read = {false};
        return text -> {
            boolean[] secret = {false};
            quietly(() -> {
                if (!read[0]) {
                    read[0] = true;
                    readSecrets(visit, known);
                }
                secret[0] = known.contains(text) || Frameworks.isSecret(text, visit);
            });
            return secret[0];
        };
    }

    private static void readSecrets(IWebExchange visit, Set<String> into) {
        into.addAll(Frameworks.secrets(visit));
        for (String name : visit.getAllAttributeNames()) {
            if (VisitNames.isUnique(name) && visit.getAttributeValue(name) instanceof String token) {
                into.add(token);
            }
        }
    }

    /** What is asked of the request meanwhile is no read of the page. */
    private void quietly(Runnable asking) {
        RequestScope scope = scope();
        if (scope != null) {
            scope.tally().keying(true);
        }
        try {
            asking.run();
        } finally {
            if (scope != null) {
                scope.tally().keying(false);
            }
        }
    }

    /** Reads the fact of this name. */
    public FactValue read(String name) {
        FactValue[] value = new FactValue[1];
        quietly(() -> {
            try {
                value[0] = read(Fact.named(name));
            } catch (Problem notTold) {
                value[0] = FactValue.refused(String.valueOf(notTold.getMessage()));
            }
        });
        return value[0];
    }

    /** Forgets what was looked up of the session: it may have changed since. */
    public void refresh() {
        ofSession = null;
    }

    private @Nullable RequestScope scope() {
        return exchange != null && exchange.getAttributeValue(RequestScope.ATTRIBUTE) instanceof RequestScope found
                ? found
                : null;
    }

    private FactValue read(Fact fact) {
        try {
            return switch (fact.kind()) {
                case VARIABLE -> variable(fact.of());
                case SELECTION -> selection(live.hasSelectionTarget(), live.getSelectionTarget());
                case CURRENT -> encode(member(live.getVariable(fact.of())));
                case ALWAYS -> encode(always(fact.of()));
                case SESSION -> encode(exchange == null ? null : attribute(exchange, fact.of()));
                case COOKIE ->
                    encode(exchange == null ? null : exchange.getRequest().getCookieValues(fact.of()));
                case HEADER ->
                    encode(exchange == null ? null : exchange.getRequest().getHeaderValues(fact.of()));
                case PARAMETER ->
                    encode(exchange == null ? null : exchange.getRequest().getParameterValues(fact.of()));
                case PATH -> path(fact);
                case OTHER -> encode(other(fact.name()));
            };
        } catch (RenderingEnds notGiven) {
            return FactValue.refused(String.valueOf(notGiven.getMessage()));
        } catch (Throwable fails) {
            Survivable.check(fails);
            if (fact.kind() == Fact.Kind.ALWAYS) {
                // What it stands for is read unseen, and need not fail too.
                throw Problem.alwaysFailed(fact.of(), fails);
            }
            return FactValue.FAILS;
        }
    }

    private static @Nullable Object member(@Nullable Object status) {
        return status instanceof IterationStatusVar live
                ? live.getCurrent()
                : status instanceof FrozenStatus frozen ? frozen.member() : null;
    }

    private @Nullable Object always(String name) {
        Supplier<?> supplier = settings.always().get(name);
        return supplier == null ? null : supplier.get();
    }

    private static @Nullable Object attribute(IWebExchange exchange, String name) {
        IWebSession session = exchange.getSession();
        return session == null ? null : session.getAttributeValue(name);
    }

    private @Nullable Object other(String name) {
        if (name.equals(FactNames.TEMPLATES)) {
            return templates();
        }
        if (name.equals(FactNames.ELEMENTS)) {
            return elements(live.getElementStack());
        }
        FrameworkFacts framework = Frameworks.of(name);
        if (framework != null) {
            return framework.value(name, exchange);
        }
        if (exchange == null) {
            return null;
        }
        return switch (name) {
            case ReadListener.PRINCIPAL -> exchange.getPrincipal();
            case FactNames.SCHEME -> exchange.getRequest().getScheme();
            case FactNames.HOST -> exchange.getRequest().getServerName();
            case FactNames.PORT -> exchange.getRequest().getServerPort();
            case FactNames.CONTEXT_PATH -> exchange.getRequest().getApplicationPath();
            case FactNames.URI ->
                exchange.getRequest() instanceof IServletWebRequest request
                        ? request.getRequestURI()
                        : exchange.getRequest().getRequestPath();
            case FactNames.METHOD -> exchange.getRequest().getMethod();
            case FactNames.QUERY -> exchange.getRequest().getQueryString();
            case FactNames.LOCALE -> exchange.getLocale();
            case FactNames.CONTENT_TYPE -> exchange.getContentType();
            case FactNames.ENCODING -> exchange.getCharacterEncoding();
            case FactNames.HAS_SESSION ->
                exchange.getSession() != null && exchange.getSession().exists();
            default -> throw new IllegalStateException(name);
        };
    }

    /** The templates around, the page first. */
    public List<String> templates() {
        List<String> names = new ArrayList<>();
        for (TemplateData template : live.getTemplateStack()) {
            names.add(template.getTemplate());
            names.add(template.getTemplateMode().name());
        }
        return names;
    }

    /** The tags around, as they are written. One that was gathered is open twice while it is rendered. */
    public static List<String> elements(List<IProcessableElementTag> stack) {
        List<String> written = new ArrayList<>(stack.size());
        IProcessableElementTag last = null;
        for (IProcessableElementTag tag : stack) {
            if (last == null || !isSame(last, tag)) {
                written.add(tag.getTemplateName() + ' ' + tag.getLine() + ' ' + tag.getCol() + ' ' + tag);
            }
            last = tag;
        }
        return written;
    }

    /** Whether both are one element of one template. */
    public static boolean isSame(IProcessableElementTag one, IProcessableElementTag other) {
        return one.getLine() == other.getLine()
                && one.getCol() == other.getCol()
                && Objects.equals(one.getTemplateName(), other.getTemplateName());
    }

    /** The value of a fact that was read as this. */
    public FactValue encode(@Nullable Object value) {
        if (value instanceof String) {
            // Most are, and asking each for an interface takes as long as encoding it.
            return encoder.encode(value);
        }
        if (value instanceof Partial) {
            return FactValue.refused("some of it is known only");
        }
        // The engine's own status counts on.
        return encoder.encode(value instanceof IterationStatusVar live ? new FrozenStatus(live) : value);
    }

    /** The state of what {@code th:object} chose. */
    public FactValue selection(boolean has, @Nullable Object value) {
        return !has ? FactValue.ABSENT : value == null ? FactValue.NULL : encode(value);
    }

    /** What is read of a value that has no identity. Where it has one, or is the model's, the whole value joins. */
    private FactValue path(Fact fact) {
        Fact root = rootOf(fact);
        return switch (root.kind()) {
            case VARIABLE -> {
                FactValue whole = read(root);
                yield path(fact, whole, whole.refusal() == null ? null : live.getVariable(root.of()));
            }
            case SELECTION -> {
                Object begins = live.getSelectionTarget();
                yield path(fact, selection(live.hasSelectionTarget(), begins), begins);
            }
            default -> {
                Object begins = exchange == null ? null : attribute(exchange, root.of());
                yield path(fact, encode(begins), begins);
            }
        };
    }

    private FactValue path(Fact fact, FactValue whole, @Nullable Object begins) {
        if (whole.refusal() == null) {
            return FactValue.WHOLE;
        }
        return begins == null || !OpenValues.hasPaths(begins) ? whole : path(fact, begins);
    }

    private static Fact rootOf(Fact path) {
        return Objects.requireNonNull(path.root(), "a path has a root");
    }

    /** What is read of this very object: another may stand in its place meanwhile. */
    private FactValue path(Fact fact, Object begins) {
        Object value = paths.read(fact, begins);
        if (fact.name().startsWith(FactNames.PRESENCE)) {
            return value == null ? FactValue.ABSENT : FactValue.PRESENT;
        }
        return encode(value);
    }

    /**
     * Reads a path of the object that an expression read.
     *
     * @param name of the path's fact
     */
    public FactValue read(String name, Object begins) {
        FactValue[] value = {FactValue.FAILS};
        quietly(() -> {
            try {
                value[0] = path(Fact.named(name), begins);
            } catch (Throwable fails) {
                Survivable.check(fails);
            }
        });
        return value[0];
    }

    private FactValue variable(String name) {
        if (exchange == null) {
            if (!live.containsVariable(name)) {
                return FactValue.ABSENT;
            }
            return live.isVariableLocal(name) || settings.personal().contains(name)
                    ? ofKey(live.getVariable(name))
                    : FactValue.MODEL;
        }
        Object raw = exchange.getAttributeValue(name);
        if (raw == null) {
            return FactValue.ABSENT;
        }
        return isLocal(name) ? local(name, live.getVariable(name)) : ofModel(name, raw, null);
    }

    /**
     * The state of a variable that was read.
     *
     * @param value what was read; null where only its presence was asked for
     */
    public FactValue variable(String name, @Nullable Object value) {
        if (value == null) {
            return variable(name);
        }
        if (exchange == null) {
            return live.isVariableLocal(name) || settings.personal().contains(name) ? encode(value) : FactValue.MODEL;
        }
        return isLocal(name) ? local(name, value) : ofModel(name, value, value);
    }

    private FactValue local(String name, @Nullable Object value) {
        return value != null && OpenValues.isOne(value)
                ? FactValue.refused("'" + name + "' is a request, of which anything may be read")
                : ofKey(value);
    }

    private FactValue ofKey(@Nullable Object value) {
        FactValue known = key == null || value == null ? null : key.factOfFirst(value);
        return known != null ? known : encode(value);
    }

    /** Whether a tag around set it, and not the model. */
    public boolean isSetAround(String name) {
        return exchange == null ? live.isVariableLocal(name) : isLocal(name);
    }

    /** Whether a variable of the model is one visitor's. */
    public boolean isPersonal(String name, Object value) {
        return exchange != null
                && !isLocal(name)
                && (settings.personal().contains(name)
                        || value instanceof Principal
                        || Frameworks.isPersonal(name, value, exchange)
                        || ofSession().contains(value));
    }

    /** As {@link #isPersonal(String, Object)}, of what the page has now. */
    boolean isPersonal(String name) {
        Object value = exchange == null || FactNames.isOfFramework(name) ? null : exchange.getAttributeValue(name);
        return value != null && isPersonal(name, value);
    }

    private FactValue ofModel(String name, Object raw, @Nullable Object resolved) {
        if (OpenValues.isOne(raw)) {
            return FactValue.refused("'" + name + "' is a request, of which anything may be read");
        }
        if (isPersonal(name, raw)) {
            return encode(
                    resolved != null ? resolved : raw instanceof ILazyContextVariable ? live.getVariable(name) : raw);
        }
        return FactValue.MODEL;
    }

    /** Whether a tag set it, in this rendering or in one around it over the same exchange. */
    private boolean isLocal(String name) {
        if (live.isVariableLocal(name)) {
            return true;
        }
        Frames frames = exchange == null ? null : Frames.of(exchange);
        return frames != null && frames.isLocalAround(name, live);
    }

    private Set<Object> ofSession() {
        Set<Object> known = ofSession;
        if (known == null) {
            known = SessionObjects.of(exchange);
            ofSession = known;
        }
        return known;
    }

    /** Stands for a value of which some paths are known. It reports its own reads. */
    public interface Partial {}

    /** An exchange that tells what is read of it. */
    public interface Watching {
        /** Returns the exchange that reports no reads. */
        IWebExchange raw();
    }
}
