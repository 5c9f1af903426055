package io.fragmentcache.internal.definition;

import io.fragmentcache.internal.scan.TemplateSources;
import io.fragmentcache.internal.template.ApartTag;
import io.fragmentcache.internal.template.CacheAttributes;
import io.fragmentcache.internal.template.FragmentElements;
import io.fragmentcache.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.cache.AlwaysValidCacheEntryValidity;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.engine.TemplateModel;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresource.StringTemplateResource;

/** Finds what holes that may be fetched apart read of the model of their page: apart from it there is none. */
public final class ApartReads {
    private ApartReads() {}

    /**
     * Refuses a hole that reads what it is not given.
     *
     * @param element of the hole, with or without its mark
     * @param given names of arguments, beside those that its mark has
     * @throws Problem if it does, and has no source
     */
    public static void check(
            ApartTag apart,
            IModel element,
            Collection<String> given,
            String template,
            Collection<String> sources,
            String prefix) {
        apart.check();
        Set<String> missing = new TreeSet<>(Seeds.variablesOf(element, prefix));
        missing.removeAll(given);
        if (!missing.isEmpty() && !sources.contains(apart.source(template))) {
            throw Problem.apartReadsModel(missing, apart.name(), template);
        }
    }

    /**
     * What is wrong with the holes of a template, in sentences with file and line. What a source gives is not known here: a
     * hole that names one is taken to get all that it reads.
     */
    public static List<String> problemsIn(IEngineConfiguration configuration, String template, String prefix) {
        TemplateModel model = configuration
                .getTemplateManager()
                .parseStandalone(asking(configuration, template), template, null, null, false, false);
        List<String> problems = new ArrayList<>();
        if (model == null) {
            return problems;
        }
        String file = TemplateSources.file(
                template, model.getTemplateData().getTemplateResource().getDescription());
        IModelFactory factory = configuration.getModelFactory(model.getTemplateMode());
        for (int i = 0; i < model.size(); i++) {
            ApartTag apart = model.get(i) instanceof IProcessableElementTag tag ? ApartTag.of(tag, prefix) : null;
            if (apart != null && CacheAttributes.isHole((IProcessableElementTag) model.get(i), prefix)) {
                Set<String> named = apart.name().isEmpty() ? Set.of() : Set.of(apart.source(template));
                try {
                    check(apart, FragmentElements.at(model, i, factory), Set.of(), template, named, prefix);
                } catch (Problem problem) {
                    problems.add(problem.at(file, model.get(i).getLine()).getMessage());
                }
            }
        }
        return problems;
    }

    private static ITemplateContext asking(IEngineConfiguration configuration, String template) {
        TemplateData data = new TemplateData(
                template,
                null,
                new StringTemplateResource(""),
                TemplateMode.HTML,
                AlwaysValidCacheEntryValidity.INSTANCE);
        return configuration.getEngineContextFactory().createEngineContext(configuration, data, null, new Context());
    }
}
