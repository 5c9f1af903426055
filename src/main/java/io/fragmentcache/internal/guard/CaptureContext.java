package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.Asked;
import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.definition.FactReader;
import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.definition.Varied;
import io.fragmentcache.internal.definition.WrappedContext;
import io.fragmentcache.internal.engine.Doll;
import io.fragmentcache.internal.engine.RenderingEnds;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.template.FrozenStatus;
import io.fragmentcache.internal.template.HandledContext;
import io.fragmentcache.key.FactValue;
import io.fragmentcache.key.Facts;
import io.fragmentcache.key.Locator;
import io.fragmentcache.problem.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.IdentifierSequences;
import org.thymeleaf.engine.DataDrivenTemplateIterator;
import org.thymeleaf.engine.IterationStatusVar;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.expression.ExpressionObjects;
import org.thymeleaf.expression.IExpressionObjects;
import org.thymeleaf.inline.IInliner;
import org.thymeleaf.linkbuilder.ILinkBuilder;
import org.thymeleaf.messageresolver.IMessageResolver;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * The engine's context while a fragment is rendered: everything goes to the one it wraps, and the fragment around what
 * is being rendered can be found in it. Used by one thread; exists only while a miss is rendered.
 */
public class CaptureContext implements IEngineContext, WrappedContext, HandledContext, Evaluation.Context {
    private final IEngineContext wrapped;
    /** The engine's own context, for what no fragment around is to hear of. */
    private final IEngineContext live;

    private final @Nullable Doll doll;
    private final @Nullable RequestScope scope;
    private final ReadListener reads;
    private final @Nullable Inside inside;
    private final WatchedConfiguration configuration;
    private final @Nullable CaptureContext twinOf;
    private final @Nullable Evaluation by;
    private final Sentinels sentinels;
    private final Set<TemplateData> parsed;
    private final int around;
    private @Nullable IExpressionObjects expressionObjects;
    private @Nullable CaptureContext ofExpressions;
    private @Nullable Evaluation evaluation;
    private boolean tells;
    private @Nullable Locator asking;

    /** @param inside null if it does not matter which variables are the fragment's own */
    CaptureContext(
            IEngineContext wrapped,
            @Nullable Doll doll,
            @Nullable RequestScope scope,
            ReadListener reads,
            @Nullable Inside inside) {
        this.wrapped = wrapped;
        this.live = innermost(wrapped);
        this.doll = doll;
        this.scope = scope;
        this.reads = reads;
        this.inside = inside;
        this.configuration = new WatchedConfiguration(live.getConfiguration());
        this.twinOf = null;
        this.by = null;
        this.sentinels = new Sentinels();
        this.parsed = Collections.newSetFromMap(new IdentityHashMap<>(4));
        this.around = live.getElementStack().size();
    }

    /** The same context for another reader. */
    CaptureContext(CaptureContext twinOf, IEngineContext wrapped, @Nullable Evaluation by) {
        this.wrapped = wrapped;
        this.live = twinOf.live;
        this.doll = twinOf.doll;
        this.scope = twinOf.scope;
        this.reads = twinOf.reads;
        this.inside = twinOf.inside;
        this.configuration = twinOf.configuration;
        this.twinOf = twinOf;
        this.by = by;
        this.sentinels = twinOf.sentinels;
        this.parsed = twinOf.parsed;
        this.around = twinOf.around;
    }

    public static CaptureContext of(IEngineContext wrapped, Doll doll, @Nullable RequestScope scope, Guard guard) {
        Inside inside = new Inside(guard);
        CaptureContext capture = Contexts.isWebContext(wrapped)
                ? new WebCaptureContext(wrapped, doll, scope, guard, inside)
                : new CaptureContext(wrapped, doll, scope, guard, inside);
        doll.onInnerReads((inner, held, names) -> capture.inner(guard, inside, inner, held, names));
        return capture;
    }

    /**
     * The same context as an expression has it by {@code #ctx}: what only the engine asks for while it renders is a read
     * there.
     */
    final CaptureContext ofExpressions() {
        CaptureContext known = ofExpressions;
        if (known == null) {
            // Each fragment that is open is told.
            known = tells
                    ? this
                    : twin(wrapped instanceof CaptureContext outer ? outer.ofExpressions() : wrapped, null);
            known.tells = true;
            ofExpressions = known;
        }
        return known;
    }

    CaptureContext twin(IEngineContext over, @Nullable Evaluation by) {
        return new CaptureContext(this, over, by);
    }

    /** The same context, as only the expressions have it that this evaluates. */
    final CaptureContext evaluatedIn(Evaluation by) {
        return twin(wrapped instanceof CaptureContext outer ? outer.evaluatedIn(by) : wrapped, by);
    }

    /** What evaluates the expressions of this rendering; null where one asks another. */
    @Override
    public final @Nullable Evaluation evaluation() {
        if (twinOf != null) {
            return null;
        }
        Evaluation known = evaluation;
        if (known == null) {
            known = new Evaluation(this::evaluatedIn);
            evaluation = known;
        }
        return known;
    }

    /** What evaluates the expression that has this context; null elsewhere. */
    final @Nullable Evaluation by() {
        return by;
    }

    private void tell(String fact) {
        if (tells) {
            reads.read(fact, ReadListener.UNKNOWN);
        }
    }

    /** Is told what is read beside this context, attributes of the request by their names. */
    public ReadListener listener() {
        return inside == null ? reads : new OfAttributes(reads, inside);
    }

    /** Attributes of the request are variables of the context, and some are the fragment's own. */
    record OfAttributes(ReadListener reads, Inside inside) implements ReadListener {
        @Override
        public void read(String fact, @Nullable Object value) {
            reads.read(fact, value);
        }

        @Override
        public void notGiven(String fact) {
            reads.notGiven(fact);
        }

        @Override
        public void typed(String bound, boolean hasErrors) {
            reads.typed(bound, hasErrors);
        }

        @Override
        public void attribute(String name, @Nullable Object value) {
            inside.read(name, value, null);
        }
    }

    /** Takes over, for this fragment and those around it, what an inner fragment read that is shown as it was stored. */
    private void inner(Guard guard, Inside inside, Locator inner, Facts held, Set<String> names) {
        Set<String> outside = Set.of();
        for (String name : names) {
            FactValue value = held.get(name);
            if (value == null && !name.startsWith(FactNames.PERSONAL)) {
                guard.read(name, ReadListener.UNKNOWN);
            } else if (value != null && !inside.ownsFact(name)) {
                boolean personal = names.contains(FactNames.PERSONAL + name);
                guard.inner(inner, name, value, personal);
                outside = outside.isEmpty() ? new TreeSet<>() : outside;
                outside.add(name);
                if (personal) {
                    outside.add(FactNames.PERSONAL + name);
                }
            }
        }
        if (wrapped instanceof CaptureContext around && around.doll != null && !outside.isEmpty()) {
            around.doll.innerReads(inner, held, outside);
        }
    }

    /** The engine's own context: what is read of it is not reported. */
    public static IEngineContext innermost(IEngineContext context) {
        return context instanceof CaptureContext capture ? capture.live : context;
    }

    /** Says which inner fragment's tag is being read now; null when that is over. */
    public void asks(@Nullable Locator inner) {
        asking = inner;
    }

    /** The inner fragment whose tag is being read. */
    @Nullable Locator asking() {
        return asking;
    }

    /** The fragment that is open here, if any is. */
    @Nullable Doll doll() {
        return doll;
    }

    /** Notes a template that is part of what is rendered here, and around here. */
    public void included(String template) {
        reads.included(template);
        if (wrapped instanceof CaptureContext around) {
            around.included(template);
        }
    }

    /** The parsed templates that were included so far. */
    public Set<TemplateData> parsed() {
        return parsed;
    }

    /** An inner fragment is asked for, whose functions of cache:vary gave this: those of the same name gave the same here. */
    public void varied(Varied inner) {
        if (doll != null && doll.fragment().growth() instanceof Asked asked) {
            inner.given().forEach((name, value) -> {
                if (asked.varied().given().containsKey(name)
                        && !Objects.equals(asked.varied().given().get(name), value)) {
                    doll.refuse("'" + name + "' is another than at the look-up");
                }
            });
        }
        if (wrapped instanceof CaptureContext around) {
            around.varied(inner);
        }
    }

    /** Where the holes of this fragment are noted. */
    public Sentinels sentinels() {
        return sentinels;
    }

    @Override
    public IEngineConfiguration engine() {
        return live.getConfiguration();
    }

    @Override
    public void handled() {
        configuration.chaining();
    }

    @Override
    public IEngineContext innermost() {
        return live;
    }

    @Nullable RequestScope scope() {
        return scope;
    }

    IEngineContext wrapped() {
        return wrapped;
    }

    // What expressions, messages and links see must be this context, so these three are not passed on.

    @Override
    public IExpressionObjects getExpressionObjects() {
        if (by != null && twinOf != null) {
            return twinOf.getExpressionObjects();
        }
        if (expressionObjects == null) {
            expressionObjects = new WatchedUtilities(
                    new ExpressionObjects(this, getConfiguration().getExpressionObjectFactory()),
                    this::utility,
                    this,
                    this::ofExpressions);
        }
        return expressionObjects;
    }

    private void utility(String name) {
        reads.utility(name);
        // A clock is a matter of the fragment that asks it. What tells of templates or of a theme is read of all
        // around.
        if ((name.equals(ReadListener.TEMPLATES_AROUND) || name.equals(ReadListener.THEMES))
                && wrapped instanceof CaptureContext outer) {
            outer.utility(name);
        }
    }

    @Override
    public @Nullable String getMessage(
            @Nullable Class<?> origin, String key, Object[] parameters, boolean useAbsentRepresentation) {
        for (IMessageResolver resolver : getConfiguration().getMessageResolvers()) {
            String message = resolver.resolveMessage(this, origin, key, parameters);
            if (message != null) {
                return message;
            }
        }
        if (useAbsentRepresentation) {
            for (IMessageResolver resolver : getConfiguration().getMessageResolvers()) {
                String message = resolver.createAbsentMessageRepresentation(this, origin, key, parameters);
                if (message != null) {
                    return message;
                }
            }
        }
        return null;
    }

    @Override
    public String buildLink(String base, Map<String, Object> parameters) {
        for (ILinkBuilder builder : getConfiguration().getLinkBuilders()) {
            String link = builder.buildLink(this, base, parameters);
            if (link != null) {
                return link;
            }
        }
        throw new TemplateProcessingException("No link builder of the template engine builds '" + base + "'.");
    }

    @Override
    public final @Nullable Object getVariable(String name) {
        if (inside != null && inside.mayTellNothing(name)) {
            Object value = live.getVariable(name);
            if (inside.isSettledValue(name, value)) {
                return value;
            }
        }
        return read(name);
    }

    /** Reads a variable, and tells what is not known of it yet. */
    @Nullable Object read(String name) {
        if (inside != null && inside.mayBeSettled(name)) {
            Object value = live.getVariable(name);
            if (isSettled(name, value) && !(value instanceof DataDrivenTemplateIterator)) {
                Object seen = seen(name, value);
                if (seen == value && !FrozenStatus.isStatus(value)) {
                    inside.settleEverywhere(name, value);
                }
                return seen;
            }
        }
        boolean withheld = inside != null && inside.withholds(name);
        Object value = wrapped.getVariable(name);
        if (withheld) {
            throw new RenderingEnds(name);
        }
        if (value instanceof DataDrivenTemplateIterator) {
            throw Problem.dataDriven(name);
        }
        if (inside != null) {
            inside.read(name, value, by);
        }
        return given(name, watched(name, value));
    }

    /** Whether a read of this variable is known already, to this fragment and to those around it. */
    private boolean isSettled(String name, @Nullable Object value) {
        return inside != null
                && inside.isSettled(name, value)
                && (!(wrapped instanceof CaptureContext outer) || outer.isSettled(name, value));
    }

    /** What this fragment and those around it make of a value that is read, beside telling of it. */
    private @Nullable Object seen(String name, @Nullable Object value) {
        return given(name, wrapped instanceof CaptureContext outer ? outer.seen(name, value) : value);
    }

    /** A variable's value as the frameworks' watches give it. */
    @Nullable Object given(String name, @Nullable Object value) {
        return value;
    }

    /** What is read of a variable's value that was set around the fragment. */
    private @Nullable Object watched(String name, @Nullable Object value) {
        if (inside == null || inside.isOwn(name)) {
            return value;
        }
        FrozenStatus status = value instanceof IterationStatusVar live
                ? new FrozenStatus(live)
                : value instanceof FrozenStatus frozen ? frozen : null;
        return status == null ? value : status.tellingTo(member -> reads.read(FactNames.CURRENT + name, member));
    }

    @Override
    public boolean containsVariable(String name) {
        if (inside != null) {
            inside.read(name, null, null);
        }
        return wrapped.containsVariable(name);
    }

    @Override
    public Set<String> getVariableNames() {
        reads.read("the names of all variables", ReadListener.UNKNOWN);
        return wrapped.getVariableNames();
    }

    @Override
    public Locale getLocale() {
        return live.getLocale();
    }

    @Override
    public IEngineConfiguration getConfiguration() {
        return configuration.now();
    }

    @Override
    public TemplateData getTemplateData() {
        if (tells) {
            reads.utility(ReadListener.TEMPLATES_AROUND);
        }
        return wrapped.getTemplateData();
    }

    @Override
    public TemplateMode getTemplateMode() {
        return live.getTemplateMode();
    }

    @Override
    public List<TemplateData> getTemplateStack() {
        if (tells) {
            reads.utility(ReadListener.TEMPLATES_AROUND);
        }
        return wrapped.getTemplateStack();
    }

    @Override
    public List<IProcessableElementTag> getElementStack() {
        tellElements(live.getElementStack());
        return elements(this);
    }

    /** Tells each open fragment of the tags around itself. */
    private void tellElements(List<IProcessableElementTag> stack) {
        if (inside != null) {
            reads.read(FactNames.ELEMENTS, FactReader.elements(stack.subList(0, Math.min(around, stack.size()))));
        }
        if (wrapped instanceof CaptureContext outer) {
            outer.tellElements(stack);
        }
    }

    /**
     * The tags that are open; the read is not reported. A fragment's element was open when it was gathered, and is
     * again while it is rendered: it stands there once.
     */
    public static List<IProcessableElementTag> elements(IEngineContext context) {
        List<IProcessableElementTag> once = new ArrayList<>(innermost(context).getElementStack());
        IEngineContext each = context;
        while (each instanceof CaptureContext capture) {
            int second = capture.around;
            if (second > 0 && second < once.size() && FactReader.isSame(once.get(second - 1), once.get(second))) {
                once.remove(second);
            }
            each = capture.wrapped;
        }
        return once;
    }

    @Override
    public Map<String, Object> getTemplateResolutionAttributes() {
        tell("the attributes that its template was asked for with");
        return wrapped.getTemplateResolutionAttributes();
    }

    @Override
    public IModelFactory getModelFactory() {
        return wrapped.getModelFactory();
    }

    @Override
    public boolean hasSelectionTarget() {
        boolean has = wrapped.hasSelectionTarget();
        if (inside != null) {
            inside.selection(has, has ? innermost(this).getSelectionTarget() : null, by);
        }
        return has;
    }

    @Override
    public Object getSelectionTarget() {
        Object target = wrapped.getSelectionTarget();
        if (inside != null) {
            inside.selection(innermost(this).hasSelectionTarget(), target, by);
        }
        return target;
    }

    @Override
    public IInliner getInliner() {
        tell("the inliner");
        configuration.chained();
        return wrapped.getInliner();
    }

    /** {@code #ids}, and inputs that number their ids, come here. */
    @Override
    public IdentifierSequences getIdentifierSequences() {
        reads.numbered();
        return wrapped.getIdentifierSequences();
    }

    @Override
    public void setVariable(String name, @Nullable Object value) {
        own(name);
        wrapped.setVariable(name, value);
    }

    @Override
    public void setVariables(Map<String, Object> variables) {
        if (variables != null) {
            variables.keySet().forEach(this::own);
        }
        wrapped.setVariables(variables);
    }

    @Override
    public void removeVariable(String name) {
        own(name);
        wrapped.removeVariable(name);
    }

    @Override
    public void setSelectionTarget(Object target) {
        own(FactNames.SELECTION);
        wrapped.setSelectionTarget(target);
    }

    @Override
    public void setInliner(IInliner inliner) {
        live.setInliner(inliner);
    }

    @Override
    public void setTemplateData(TemplateData template) {
        reads.included(template.getTemplate());
        parsed.add(template);
        wrapped.setTemplateData(template);
    }

    @Override
    public void setElementTag(IProcessableElementTag tag) {
        configuration.chained();
        live.setElementTag(tag);
    }

    @Override
    public List<IProcessableElementTag> getElementStackAbove(int level) {
        tell(FactNames.ELEMENTS);
        return wrapped.getElementStackAbove(level);
    }

    @Override
    public boolean isVariableLocal(String name) {
        tell("which variables tags set");
        return wrapped.isVariableLocal(name);
    }

    @Override
    public void increaseLevel() {
        live.increaseLevel();
    }

    @Override
    public void decreaseLevel() {
        if (inside != null) {
            inside.leave(live.level());
        }
        wrapped.decreaseLevel();
    }

    @Override
    public int level() {
        tell("how deep the context is");
        return wrapped.level();
    }

    private void own(String name) {
        if (inside != null) {
            inside.set(name, live.level());
        }
    }
}
