package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.ExpressionReads;
import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.engine.Doll;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.problem.Problem;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.IdentifierSequences;
import org.thymeleaf.engine.DataDrivenTemplateIterator;
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
public class CaptureContext implements IEngineContext {
    private final IEngineContext wrapped;
    private final @Nullable Doll doll;
    private final @Nullable RequestScope scope;
    private final ReadListener reads;
    private final @Nullable Inside inside;
    private final Sentinels sentinels = new Sentinels();
    private final Set<TemplateData> parsed = Collections.newSetFromMap(new IdentityHashMap<>(4));
    private @Nullable IExpressionObjects expressionObjects;

    /** @param inside null where nobody asks which variables are the fragment's own */
    CaptureContext(
            IEngineContext wrapped,
            @Nullable Doll doll,
            @Nullable RequestScope scope,
            ReadListener reads,
            @Nullable Inside inside) {
        this.wrapped = wrapped;
        this.doll = doll;
        this.scope = scope;
        this.reads = reads;
        this.inside = inside;
    }

    public static CaptureContext of(
            IEngineContext wrapped, Doll doll, @Nullable RequestScope scope, Guard guard, Outside outside) {
        Inside inside = new Inside(guard, outside);
        return Contexts.isWebContext(wrapped)
                ? new WebCaptureContext(wrapped, doll, scope, guard, inside)
                : new CaptureContext(wrapped, doll, scope, guard, inside);
    }

    /** The engine's own context: what is read of it is told to nobody. */
    public static IEngineContext innermost(IEngineContext context) {
        IEngineContext innermost = context;
        while (innermost instanceof CaptureContext capture) {
            innermost = capture.wrapped;
        }
        return innermost;
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

    /** Where the holes of this fragment are noted. */
    public Sentinels sentinels() {
        return sentinels;
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
        if (expressionObjects == null) {
            expressionObjects = new WatchedUtilities(
                    new ExpressionObjects(this, getConfiguration().getExpressionObjectFactory()), reads);
        }
        return expressionObjects;
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
    public @Nullable Object getVariable(String name) {
        Object value = wrapped.getVariable(name);
        if (value instanceof DataDrivenTemplateIterator) {
            throw Problem.dataDriven(name);
        }
        if (inside != null) {
            inside.read(name, value);
        }
        return value;
    }

    @Override
    public boolean containsVariable(String name) {
        return wrapped.containsVariable(name);
    }

    @Override
    public Set<String> getVariableNames() {
        return wrapped.getVariableNames();
    }

    @Override
    public Locale getLocale() {
        return wrapped.getLocale();
    }

    @Override
    public IEngineConfiguration getConfiguration() {
        return wrapped.getConfiguration();
    }

    @Override
    public TemplateData getTemplateData() {
        return wrapped.getTemplateData();
    }

    @Override
    public TemplateMode getTemplateMode() {
        return wrapped.getTemplateMode();
    }

    @Override
    public List<TemplateData> getTemplateStack() {
        return wrapped.getTemplateStack();
    }

    @Override
    public List<IProcessableElementTag> getElementStack() {
        return wrapped.getElementStack();
    }

    @Override
    public Map<String, Object> getTemplateResolutionAttributes() {
        return wrapped.getTemplateResolutionAttributes();
    }

    @Override
    public IModelFactory getModelFactory() {
        return wrapped.getModelFactory();
    }

    @Override
    public boolean hasSelectionTarget() {
        return wrapped.hasSelectionTarget();
    }

    @Override
    public Object getSelectionTarget() {
        Object target = wrapped.getSelectionTarget();
        if (inside != null) {
            inside.read(ExpressionReads.SELECTION, target);
        }
        return target;
    }

    @Override
    public IInliner getInliner() {
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
        own(ExpressionReads.SELECTION);
        wrapped.setSelectionTarget(target);
    }

    @Override
    public void setInliner(IInliner inliner) {
        wrapped.setInliner(inliner);
    }

    @Override
    public void setTemplateData(TemplateData template) {
        reads.included(template.getTemplate());
        parsed.add(template);
        wrapped.setTemplateData(template);
    }

    @Override
    public void setElementTag(IProcessableElementTag tag) {
        wrapped.setElementTag(tag);
    }

    @Override
    public List<IProcessableElementTag> getElementStackAbove(int level) {
        return wrapped.getElementStackAbove(level);
    }

    @Override
    public boolean isVariableLocal(String name) {
        return wrapped.isVariableLocal(name);
    }

    @Override
    public void increaseLevel() {
        wrapped.increaseLevel();
    }

    @Override
    public void decreaseLevel() {
        if (inside != null) {
            inside.leave(wrapped.level());
        }
        wrapped.decreaseLevel();
    }

    @Override
    public int level() {
        return wrapped.level();
    }

    private void own(String name) {
        if (inside != null) {
            inside.set(name, wrapped.level());
        }
    }
}
