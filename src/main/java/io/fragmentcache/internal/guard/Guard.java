package io.fragmentcache.internal.guard;

import io.fragmentcache.digest.Reference;
import io.fragmentcache.internal.definition.Asked;
import io.fragmentcache.internal.definition.ClockCalls;
import io.fragmentcache.internal.definition.Definition;
import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.definition.FactReader;
import io.fragmentcache.internal.definition.Frames;
import io.fragmentcache.internal.definition.OpenValues;
import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.definition.Varied;
import io.fragmentcache.internal.definition.VisitNames;
import io.fragmentcache.internal.engine.Doll;
import io.fragmentcache.internal.engine.RenderingEnds;
import io.fragmentcache.key.FactValue;
import io.fragmentcache.key.Facts;
import io.fragmentcache.key.Locator;
import io.fragmentcache.problem.Problem;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.standard.processor.StandardSwitchTagProcessor;
import org.thymeleaf.web.IWebExchange;

/**
 * Hears each fact that one rendering of a fragment reads, and compares it with the key of that rendering. Where the key
 * holds it with this value, the text may be stored under that key; where the key does not hold it, under the key that does.
 * Where it is another value than at the look-up, or one that no key may hold, the text is shown and not stored.
 *
 * <p>Strict mode is a lint on top: facts of a request that the tag does not declare are errors.
 */
public final class Guard implements ReadListener, WatchedMap.Reader {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    /** Tags that show what was typed. */
    private static final Pattern FORM = Pattern.compile("[:-](?:field|errors|errorclass)\\s*=|#fields\\b");

    private static final String NUMBERS = "takes a number of #ids, which counts over its page";

    private final Definition definition;
    private final IEngineContext live;
    private final Doll doll;
    private final FactReader reader;
    private final Set<String> withheld;
    private final boolean detached;
    private final int templatesAround;
    private final Facts held;
    private final Varied varied;
    private final Set<String> chosen;
    private final Set<String> model = new TreeSet<>();
    private final @Nullable IWebExchange exchange;
    private boolean numbered;
    private @Nullable String asksFor;
    private @Nullable TemplateProcessingException problem;

    /** @param live the engine's own context */
    public Guard(Definition definition, IEngineContext live, Doll doll) {
        this.definition = definition;
        this.live = live;
        this.doll = doll;
        this.exchange = Contexts.isWebContext(live) ? Contexts.getWebExchange(live) : null;
        this.detached = exchange instanceof Detached;
        this.withheld = exchange instanceof Detached given ? given.withheld() : Set.of();
        this.reader = definition.reader(live);
        this.templatesAround = reader.templates().size();
        this.held = doll.fragment().facts();
        Asked asked = doll.fragment().growth() instanceof Asked known ? known : null;
        this.varied = asked == null ? Varied.NOTHING : asked.varied();
        this.chosen = asked == null ? Set.of() : asked.chosen();
    }

    @Override
    public void read(String fact, @Nullable Object value) {
        read(fact, value, List::of, null);
    }

    @Override
    public void member(String kind, String name, @Nullable Object value, @Nullable Evaluation by) {
        if (value instanceof FactReader.Partial) {
            // Each path of it is reported on its own.
            return;
        }
        Evaluation ofSession = kind.equals(SESSION) ? by : null;
        read(
                ReadListener.fact(kind, name),
                value,
                () -> ofSession == null ? List.of() : ofSession.ofSession(name),
                ofSession);
    }

    /**
     * @param paths what an expression reads of the value, asked for where no key can hold it as a whole
     * @param by evaluates that expression; null where another reads it
     */
    private void read(String fact, @Nullable Object value, Supplier<List<String>> paths, @Nullable Evaluation by) {
        if (value == UNKNOWN || value != null && VisitNames.isUnique(fact)) {
            unknown(fact);
            return;
        }
        FactValue known = known(fact);
        if (known != null && known.isSteady(value)) {
            doll.reads(fact);
            lintIfAsked(fact);
            return;
        }
        FactValue now = reader.encode(value);
        if (joinsByPaths(value, now, paths, by, false)) {
            return;
        }
        compare(fact, known, now);
        if (now.refusal() == null) {
            lintIfAsked(fact);
        } else if (FactNames.isLinted(fact)) {
            lintUnheld(fact, now.refusal());
        }
    }

    /**
     * Reads, of a value that no key can hold as a whole, the paths that an expression spells.
     *
     * @param paths asked for where they are needed; empty where it may read anything
     * @param by null where no expression reads it
     */
    private boolean joinsByPaths(
            @Nullable Object value,
            FactValue whole,
            Supplier<List<String>> paths,
            @Nullable Evaluation by,
            boolean personal) {
        if (by == null || value == null || whole.refusal() == null || !OpenValues.hasPaths(value)) {
            return false;
        }
        List<String> spelled = paths.get();
        for (String path : spelled) {
            if (VisitNames.isUnique(path)) {
                unknown(path);
                continue;
            }
            // Of the very object that the expression has: another request may put another in its place.
            FactValue now = reader.read(path, value);
            if (now == FactValue.FAILS) {
                // The expression did not fail, or its page does.
                doll.refuse("reads " + path + ", which fails by itself");
            }
            compare(path, known(path), now);
            by.atEnd(() -> stays(path, value, now));
            if (personal) {
                personal(path, openInside());
            } else {
                lintIfAsked(path);
            }
        }
        return !spelled.isEmpty();
    }

    /** A path is what it was when its expression began. */
    private void stays(String path, Object begins, FactValue before) {
        if (before.refusal() == null && !before.isSame(reader.read(path, begins))) {
            doll.refuse("reads " + path + ", which changed while it was read");
        }
    }

    /** Says that a variable is about to be read; true where a rendering without its request was not given it. */
    boolean withholds(String variable) {
        if (!withheld.contains(variable)) {
            return false;
        }
        notGiven(FactNames.variable(variable));
        return true;
    }

    /**
     * A variable is read that the fragment did not set itself.
     *
     * @param by evaluates the expression that reads it; null where another does
     * @return whether the key holds this very object, or that it is the model's: then reading it again tells no more
     */
    boolean variable(String variable, @Nullable Object value, @Nullable Evaluation by) {
        if (FactNames.isOfFramework(variable)) {
            // Also where it has no value: for the next visitor it may have one.
            String visitors = FactNames.ofVisitor(variable);
            if (visitors != null) {
                unknown(visitors);
            }
            return false;
        }
        if (value != null && VisitNames.isUnique(variable)) {
            unknown(variable);
            return false;
        }
        String name = FactNames.variable(variable);
        FactValue known = known(name);
        if (known != null && known.isSteady(value) && reader.isSetAround(variable)) {
            doll.reads(name);
            return true;
        }
        FactValue now = reader.variable(variable, value);
        boolean isPersonal = now != FactValue.MODEL && value != null && reader.isPersonal(variable, value);
        if (joinsByPaths(value, now, () -> by == null ? List.of() : by.ofVariable(variable), by, isPersonal)) {
            return false;
        }
        compare(name, known, now);
        if (now == FactValue.MODEL && definition.isKeyless()) {
            model.add(variable);
        }
        if (isPersonal && now.refusal() != null) {
            doll.reads(FactNames.PERSONAL + name);
            lintUnheld(name, now.refusal());
        } else if (isPersonal) {
            personal(name, openInside());
        }
        return value != null && now == FactValue.MODEL && known == FactValue.MODEL;
    }

    private void personal(String name, @Nullable Locator inner) {
        doll.reads(FactNames.PERSONAL + name);
        lint(name, inner);
    }

    /** What th:object chose around the fragment is read, or whether it chose anything. */
    void selection(boolean has, @Nullable Object value, @Nullable Evaluation by) {
        FactValue now = reader.selection(has, value);
        if (!joinsByPaths(value, now, () -> by == null ? List.of() : by.ofSelection(), by, false)) {
            compare(FactNames.SELECTION, known(FactNames.SELECTION), now);
        }
    }

    /** The member of a loop's status is read. */
    void current(String status, @Nullable Object member) {
        read(FactNames.CURRENT + status, member);
    }

    private @Nullable FactValue known(String name) {
        FactValue known = held.get(name);
        return known != null ? known : doll.unheld(name);
    }

    private void compare(String name, @Nullable FactValue known, FactValue now) {
        if (now.refusal() != null) {
            doll.reads(name);
            doll.refuse("reads " + name + ", which no key can hold: " + now.refusal());
            warn(name, Problem.unheldFact(name(), name, place().line(), now.refusal()));
        } else if (known == null) {
            if (definition.learned().takes(name, doll.unheld().keySet())) {
                doll.reads(name, now);
            } else {
                doll.reads(name);
                doll.refuse("reads " + name + ", one more of many names that its template does not spell");
            }
        } else {
            doll.reads(name);
            if (!known.isSame(now)) {
                doll.refuse("reads " + name + ", which is another than at the look-up");
            }
        }
    }

    /**
     * The text of an inner fragment is shown as it was stored: this one reads what that one read.
     *
     * @param inner which one
     * @param value at the look-up of the inner one
     */
    void inner(Locator inner, String name, FactValue value, boolean personal) {
        compare(name, known(name), value);
        if (personal) {
            personal(name, inner);
        } else if (FactNames.isLinted(name)) {
            lint(name, inner);
        } else if (value == FactValue.MODEL && definition.isKeyless()) {
            model.add(FactNames.nameOf(name));
        }
    }

    @Override
    public void typed(String bound, boolean hasErrors) {
        IProcessableElementTag tag = place().tag();
        String written = tag == null ? "" : tag.toString();
        if (hasErrors || FORM.matcher(written).find()) {
            unknown("what was typed into " + bound);
        } else {
            // Formats a model attribute; the same for all who typed nothing that was refused.
            read(FactNames.TYPED + root(bound), false);
        }
    }

    private static String root(String bound) {
        int dot = bound.indexOf('.');
        return dot < 0 ? bound : bound.substring(0, dot);
    }

    private void unknown(String fact) {
        doll.refuse("reads " + fact + ", which its key does not hold");
        Place place = place();
        report(fact, place, Problem.unsafeRead(name(), fact, place.line(), included(place)));
    }

    /** The template that this fragment includes there; null where the place is in its own. */
    private @Nullable String included(Place place) {
        return place.template().equals(definition.locator().template()) ? null : place.template();
    }

    private void lintIfAsked(String fact) {
        if (FactNames.isLinted(fact)) {
            lint(fact, openInside());
        }
    }

    /** As {@link #lint}, of a value that no key can hold: what helps is another than to declare it. */
    private void lintUnheld(String fact, String refusal) {
        Locator inner = openInside();
        if (inner != null) {
            lint(fact, inner);
        } else if (!definition.declares(fact, varied)) {
            Place place = place();
            report(fact, place, Problem.undeclaredFactWithoutKey(name(), fact, place.line(), refusal));
        }
    }

    /** @param inner the fragment inside this one that reads it; null if this one does */
    private void lint(String fact, @Nullable Locator inner) {
        if (!definition.declares(fact, varied)) {
            Place place = place();
            report(
                    fact,
                    place,
                    inner == null
                            ? Problem.undeclaredFact(name(), fact, place.line(), included(place))
                            : Problem.undeclaredFactOfInner(
                                    definition.locator().toString(),
                                    inner.toString(),
                                    fact,
                                    place.template() + " line " + place.line()));
        }
    }

    /** The fragment inside this one that is asked for, or rendered, now; null if there is none. */
    private @Nullable Locator openInside() {
        if (exchange == null || !(Frames.rendering(exchange) instanceof CaptureContext innermost)) {
            return null;
        }
        Doll open = innermost.doll();
        return innermost.asking() != null || open == null || open == doll
                ? innermost.asking()
                : open.fragment().locator();
    }

    /** Without a request, what was not given cannot be read: the rendering ends, and the next reader's key holds it. */
    @Override
    public void notGiven(String fact) {
        asksFor = fact;
        doll.lacks(fact);
    }

    /** What is numbered by its page cannot be shown in another. */
    @Override
    public void numbered() {
        if (!numbered) {
            numbered = true;
            Place place = place();
            doll.refuse(NUMBERS);
            report(NUMBERS, place, Problem.numbered(name(), place.line()));
        }
    }

    /**
     * The time is not a secret, and a text is as old as it may be: it is kept. But an author who wrote nothing of how
     * long may not have thought of it.
     */
    @Override
    public void utility(String utility) {
        if (utility.equals(THEMES)) {
            unknown("the theme");
            return;
        }
        if (utility.equals(TEMPLATES_AROUND)) {
            // What the fragment includes itself is told by its digest.
            List<String> stack = reader.templates();
            read(FactNames.TEMPLATES, stack.subList(0, Math.min(templatesAround, stack.size())));
        }
        Place place = place();
        if (definition.timed() || place.tag() == null) {
            return;
        }
        ClockCalls.calledOn(place.tag())
                .ifPresent(call -> report(call, place, Problem.clock(name(), call, place.line())));
    }

    /** A template is included. One that the key did not know of makes this text not worth keeping; the next key does. */
    @Override
    public void included(String template) {
        if (definition.beginnings().includes(template, chosen)) {
            return;
        }
        doll.refuse("it includes '" + template + "', chosen at run time, for the first time");
        if (problem == null && !definition.surroundings().holds(template, live)) {
            Reference open = definition.tree().open().get(0);
            Problem sentence =
                    Problem.includeChosenAtRunTime(definition.locator().name(), open.source(), open.place());
            problem = new TemplateProcessingException(sentence.getMessage(), sentence);
            warn(template, sentence);
        }
    }

    /** Lets renderings that beans begin over the same exchange know that they are part of this one. */
    public Runnable opens(CaptureContext capture) {
        return exchange == null ? () -> {} : Frames.render(capture, exchange);
    }

    /** After the body. Throws what is an error, so that its sentence stands at the top. */
    public void check() {
        if (asksFor != null) {
            throw new RenderingEnds(asksFor);
        }
        if (!model.isEmpty()) {
            Problem sentence = Problem.keylessReadsModel(name(), model);
            throw new TemplateProcessingException(sentence.getMessage(), sentence);
        }
        if (problem != null && definition.settings().strict()) {
            throw problem;
        }
        Predicate<String> secrets = reader.secrets();
        held.forEach((name, value) -> check(name, value, secrets));
        doll.unheld().forEach((name, value) -> check(name, value, secrets));
        if (doll.fragment().growth() instanceof Asked asked) {
            Facts all = held.with(doll.unheld());
            asked.rendered(doll.fragment(), all);
            if (!asked.takes(all)) {
                String names = String.join(
                        ", ", all.only(name -> !FactNames.isOfTags(name)).names());
                doll.refuse(
                        "has more than 1000 variants in an hour by " + names + ": it is stored when asked for again");
                warn("variants", Problem.tooManyVariants(name(), names));
            }
        }
    }

    private void check(String name, FactValue value, Predicate<String> secrets) {
        if (VisitNames.holds(value.raw(), secrets)) {
            doll.refuse("its key would hold " + name + ", which is unique to a visit");
        }
        if (name.startsWith(FactNames.ALWAYS)) {
            if (!value.isSame(reader.read(name))) {
                if (detached) {
                    throw new RenderingEnds(name);
                }
                doll.refuse("'" + name + "' is another than at the look-up");
            }
        } else if (value.raw() instanceof StandardSwitchTagProcessor.SwitchStructure around) {
            // On a hit the tags behind it would choose a case once more; behind its own switch stand none.
            if (!value.isSame(reader.encode(around)) && !isOwnSwitch()) {
                doll.refuse("chooses a case of the th:switch around it");
            }
        } else if (value.isChangeable() && !value.isSame(reader.encode(value.raw()))) {
            doll.refuse("reads " + name + ", which changed since the look-up");
        }
    }

    private boolean isOwnSwitch() {
        IProcessableElementTag tag = place().tag();
        return tag != null && tag.hasAttribute(live.getConfiguration().getStandardDialectPrefix(), "switch");
    }

    private void report(String once, Place place, Problem sentence) {
        if (problem == null) {
            problem = new TemplateProcessingException(
                    sentence.getMessage(), place.template(), place.line(), place.column(), sentence);
        }
        warn(once, sentence);
    }

    private void warn(String once, Problem sentence) {
        if (!definition.settings().strict() && definition.reportOnce(once)) {
            LOG.warn("{}: {}", definition.locator().template(), sentence.withAnchor());
        }
    }

    private String name() {
        return definition.locator().name();
    }

    /** Where in the templates the rendering is now. */
    private Place place() {
        List<IProcessableElementTag> open = live.getElementStack();
        return open.isEmpty()
                ? new Place(null, live.getTemplateData().getTemplate(), 0, 0)
                : Place.of(open.get(open.size() - 1));
    }

    private record Place(@Nullable IProcessableElementTag tag, String template, int line, int column) {
        static Place of(IProcessableElementTag tag) {
            return new Place(tag, tag.getTemplateName(), tag.getLine(), tag.getCol());
        }
    }
}
