package io.fragmentcache.internal.guard;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.DialectConfiguration;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.cache.ICacheManager;
import org.thymeleaf.context.IEngineContextFactory;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.dialect.IDialect;
import org.thymeleaf.engine.AttributeDefinitions;
import org.thymeleaf.engine.ElementDefinitions;
import org.thymeleaf.engine.TemplateManager;
import org.thymeleaf.expression.IExpressionObjectFactory;
import org.thymeleaf.linkbuilder.ILinkBuilder;
import org.thymeleaf.messageresolver.IMessageResolver;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.postprocessor.IPostProcessor;
import org.thymeleaf.preprocessor.IPreProcessor;
import org.thymeleaf.processor.cdatasection.ICDATASectionProcessor;
import org.thymeleaf.processor.comment.ICommentProcessor;
import org.thymeleaf.processor.doctype.IDocTypeProcessor;
import org.thymeleaf.processor.element.IElementProcessor;
import org.thymeleaf.processor.processinginstruction.IProcessingInstructionProcessor;
import org.thymeleaf.processor.templateboundaries.ITemplateBoundariesProcessor;
import org.thymeleaf.processor.text.ITextProcessor;
import org.thymeleaf.processor.xmldeclaration.IXMLDeclarationProcessor;
import org.thymeleaf.standard.expression.IStandardVariableExpression;
import org.thymeleaf.standard.expression.IStandardVariableExpressionEvaluator;
import org.thymeleaf.standard.expression.StandardExpressionExecutionContext;
import org.thymeleaf.standard.expression.StandardExpressions;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateparser.markup.decoupled.IDecoupledTemplateLogicResolver;
import org.thymeleaf.templateresolver.ITemplateResolver;

/**
 * The engine's configuration as a fragment has it that is being rendered: its expressions are evaluated by the engine's own
 * evaluator, and each read knows by which. The rest goes to the one it wraps. For one thread.
 *
 * <p>The engine's handlers keep the configuration of their context, and make models of it, which must be those of the
 * engine. So while handlers are chained the engine's own is {@link #now() given}; an expression that is evaluated by it is
 * only told less of.
 */
final class WatchedConfiguration implements IEngineConfiguration {
    private final IEngineConfiguration engine;
    private final Map<String, Object> attributes;
    private boolean chaining = true;

    WatchedConfiguration(IEngineConfiguration engine) {
        this.engine = engine;
        this.attributes = new Attributes(engine.getExecutionAttributes());
    }

    /** The one to give to those who ask now. */
    IEngineConfiguration now() {
        return chaining ? engine : this;
    }

    /** Handlers are about to be chained. */
    void chaining() {
        chaining = true;
    }

    /** The handlers are chained: the content begins. */
    void chained() {
        chaining = false;
    }

    /** Dialects that keep something for each configuration find what they keep for the engine's. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other == engine || other instanceof WatchedConfiguration watched && watched.engine == engine;
    }

    @Override
    public int hashCode() {
        return engine.hashCode();
    }

    /** The engine's, but for the evaluator of expressions. */
    private static final class Attributes extends AbstractMap<String, Object> {
        private final Map<String, Object> engine;
        private final @Nullable Object evaluator;

        Attributes(Map<String, Object> engine) {
            this.engine = engine;
            this.evaluator = engine.get(StandardExpressions.STANDARD_VARIABLE_EXPRESSION_EVALUATOR_ATTRIBUTE_NAME)
                            instanceof IStandardVariableExpressionEvaluator own
                    ? new Evaluator(own)
                    : null;
        }

        @Override
        public @Nullable Object get(@Nullable Object name) {
            return evaluator != null
                            && StandardExpressions.STANDARD_VARIABLE_EXPRESSION_EVALUATOR_ATTRIBUTE_NAME.equals(name)
                    ? evaluator
                    : engine.get(name);
        }

        @Override
        public boolean containsKey(@Nullable Object name) {
            return engine.containsKey(name);
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return engine.entrySet();
        }
    }

    private record Evaluator(IStandardVariableExpressionEvaluator engine)
            implements IStandardVariableExpressionEvaluator {
        @Override
        public @Nullable Object evaluate(
                IExpressionContext context,
                IStandardVariableExpression expression,
                StandardExpressionExecutionContext how) {
            // What is converted is asked for by other ways too.
            Evaluation ofFragment = context instanceof Evaluation.Context capture && !how.getPerformTypeConversion()
                    ? capture.evaluation()
                    : null;
            return ofFragment == null
                    ? engine.evaluate(context, expression, how)
                    : ofFragment.evaluate(engine, expression, how);
        }
    }

    /** The engine asks for these where it chains handlers. */
    @Override
    public Set<IPreProcessor> getPreProcessors(TemplateMode mode) {
        chaining = true;
        return engine.getPreProcessors(mode);
    }

    @Override
    public Map<String, Object> getExecutionAttributes() {
        return attributes;
    }

    @Override
    public Set<ITemplateResolver> getTemplateResolvers() {
        return engine.getTemplateResolvers();
    }

    @Override
    public Set<IMessageResolver> getMessageResolvers() {
        return engine.getMessageResolvers();
    }

    @Override
    public Set<ILinkBuilder> getLinkBuilders() {
        return engine.getLinkBuilders();
    }

    @Override
    public ICacheManager getCacheManager() {
        return engine.getCacheManager();
    }

    @Override
    public IEngineContextFactory getEngineContextFactory() {
        return engine.getEngineContextFactory();
    }

    @Override
    public IDecoupledTemplateLogicResolver getDecoupledTemplateLogicResolver() {
        return engine.getDecoupledTemplateLogicResolver();
    }

    @Override
    public Set<DialectConfiguration> getDialectConfigurations() {
        return engine.getDialectConfigurations();
    }

    @Override
    public Set<IDialect> getDialects() {
        return engine.getDialects();
    }

    @Override
    public <T extends IDialect> Set<T> getDialectsOfType(Class<T> type) {
        return engine.getDialectsOfType(type);
    }

    @Override
    public boolean isStandardDialectPresent() {
        return engine.isStandardDialectPresent();
    }

    @Override
    public String getStandardDialectPrefix() {
        return engine.getStandardDialectPrefix();
    }

    @Override
    public ElementDefinitions getElementDefinitions() {
        return engine.getElementDefinitions();
    }

    @Override
    public AttributeDefinitions getAttributeDefinitions() {
        return engine.getAttributeDefinitions();
    }

    @Override
    public Set<ITemplateBoundariesProcessor> getTemplateBoundariesProcessors(TemplateMode mode) {
        return engine.getTemplateBoundariesProcessors(mode);
    }

    @Override
    public Set<ICDATASectionProcessor> getCDATASectionProcessors(TemplateMode mode) {
        return engine.getCDATASectionProcessors(mode);
    }

    @Override
    public Set<ICommentProcessor> getCommentProcessors(TemplateMode mode) {
        return engine.getCommentProcessors(mode);
    }

    @Override
    public Set<IDocTypeProcessor> getDocTypeProcessors(TemplateMode mode) {
        return engine.getDocTypeProcessors(mode);
    }

    @Override
    public Set<IElementProcessor> getElementProcessors(TemplateMode mode) {
        return engine.getElementProcessors(mode);
    }

    @Override
    public Set<ITextProcessor> getTextProcessors(TemplateMode mode) {
        return engine.getTextProcessors(mode);
    }

    @Override
    public Set<IProcessingInstructionProcessor> getProcessingInstructionProcessors(TemplateMode mode) {
        return engine.getProcessingInstructionProcessors(mode);
    }

    @Override
    public Set<IXMLDeclarationProcessor> getXMLDeclarationProcessors(TemplateMode mode) {
        return engine.getXMLDeclarationProcessors(mode);
    }

    @Override
    public Set<IPostProcessor> getPostProcessors(TemplateMode mode) {
        return engine.getPostProcessors(mode);
    }

    @Override
    public IExpressionObjectFactory getExpressionObjectFactory() {
        return engine.getExpressionObjectFactory();
    }

    @Override
    public TemplateManager getTemplateManager() {
        return engine.getTemplateManager();
    }

    @Override
    public IModelFactory getModelFactory(TemplateMode mode) {
        return engine.getModelFactory(mode);
    }
}
