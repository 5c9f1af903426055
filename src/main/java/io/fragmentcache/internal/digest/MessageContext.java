package io.fragmentcache.internal.digest;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.context.IdentifierSequences;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.expression.IExpressionObjects;
import org.thymeleaf.inline.IInliner;
import org.thymeleaf.inline.NoOpInliner;
import org.thymeleaf.messageresolver.IMessageResolver;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.templatemode.TemplateMode;

/** What a message resolver may ask: the locale, the templates around, the variables. Nothing is rendered in it. */
final class MessageContext implements ITemplateContext {
    private final IExpressionContext variables;
    private final Locale locale;
    private final List<TemplateData> templates;
    private final Map<String, Object> attributes;

    /** @param templates outermost first, at least one */
    MessageContext(
            IExpressionContext variables, Locale locale, List<TemplateData> templates, Map<String, Object> attributes) {
        this.variables = variables;
        this.locale = locale;
        this.templates = List.copyOf(templates);
        this.attributes = attributes;
    }

    /** The message as the first resolver that knows it has it, or null. */
    @Nullable String message(String key) {
        for (IMessageResolver resolver : getConfiguration().getMessageResolvers()) {
            String message = resolver.resolveMessage(this, null, key, null);
            if (message != null) {
                return message;
            }
        }
        return null;
    }

    @Override
    public Locale getLocale() {
        return locale;
    }

    @Override
    public TemplateData getTemplateData() {
        return templates.get(templates.size() - 1);
    }

    @Override
    public TemplateMode getTemplateMode() {
        return getTemplateData().getTemplateMode();
    }

    @Override
    public List<TemplateData> getTemplateStack() {
        return templates;
    }

    @Override
    public List<IProcessableElementTag> getElementStack() {
        return List.of();
    }

    @Override
    public Map<String, Object> getTemplateResolutionAttributes() {
        return attributes;
    }

    @Override
    public IModelFactory getModelFactory() {
        return getConfiguration().getModelFactory(getTemplateMode());
    }

    @Override
    public boolean hasSelectionTarget() {
        return false;
    }

    @Override
    public @Nullable Object getSelectionTarget() {
        return null;
    }

    @Override
    public IInliner getInliner() {
        return NoOpInliner.INSTANCE;
    }

    @Override
    public @Nullable String getMessage(Class<?> origin, String key, Object[] parameters, boolean absentRepresentation) {
        return message(key);
    }

    @Override
    public String buildLink(String base, Map<String, Object> parameters) {
        return base;
    }

    @Override
    public IdentifierSequences getIdentifierSequences() {
        return new IdentifierSequences();
    }

    @Override
    public IEngineConfiguration getConfiguration() {
        return variables.getConfiguration();
    }

    @Override
    public IExpressionObjects getExpressionObjects() {
        return variables.getExpressionObjects();
    }

    @Override
    public boolean containsVariable(String name) {
        return variables.containsVariable(name);
    }

    @Override
    public Set<String> getVariableNames() {
        return variables.getVariableNames();
    }

    @Override
    public Object getVariable(String name) {
        return variables.getVariable(name);
    }
}
