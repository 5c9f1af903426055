package io.fragmentcache.internal.definition;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.Reference;
import io.fragmentcache.internal.digest.Digests;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.PlainValues;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.engine.TemplateModel;
import org.thymeleaf.standard.expression.Fragment;

/**
 * What a fragment prints that its own digest cannot know: fragments that are handed in as parameters, and what the page
 * fills into a {@code layout:fragment}. Both join the key, or one page would show another's.
 *
 * @param variables names that may hold a fragment
 * @param filledByPage whether the page around it fills in something
 */
public record Surroundings(Digests digests, Set<String> variables, boolean filledByPage, LayoutFillings fillings) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\s*([\\p{L}_][\\p{L}\\p{N}_]*)\\s*\\}");

    static Surroundings of(DependencyTree tree, Digests digests) {
        Set<String> variables = new TreeSet<>();
        Stream.concat(tree.handed().stream(), tree.open().stream())
                .map(Reference::source)
                .map(VARIABLE::matcher)
                .flatMap(Matcher::results)
                .forEach(found -> variables.add(found.group(1)));
        return new Surroundings(digests, variables, !tree.fromPage().isEmpty(), new LayoutFillings());
    }

    void join(KeyBuilder key, ITemplateContext context) {
        if (filledByPage) {
            TemplateData page = context.getTemplateStack().get(0);
            key.vary(
                    "page",
                    page.getTemplate() + "@"
                            + Digest.of(
                                    part(page, context),
                                    fillings.digest(context).toString()));
        }
        for (String name : variables) {
            if (context.getVariable(name) instanceof Fragment handed) {
                key.vary(name, part(handed, context));
            }
        }
    }

    /** Whether this template is that of a fragment which is handed in here, and so is in the key. */
    public boolean holds(String template, ITemplateContext context) {
        return variables.stream()
                .map(context::getVariable)
                .anyMatch(value -> value instanceof Fragment handed
                        && handed.getTemplateModel() != null
                        && handed.getTemplateModel()
                                .getTemplateData()
                                .getTemplate()
                                .equals(template));
    }

    private String part(Fragment handed, ITemplateContext context) {
        TemplateModel model = handed.getTemplateModel();
        if (model == null) {
            return "";
        }
        StringBuilder part = new StringBuilder(part(model.getTemplateData(), context));
        Map<String, Object> parameters = handed.getParameters();
        if (parameters != null) {
            new TreeMap<>(parameters).forEach((name, value) -> {
                if (value instanceof Fragment inner) {
                    part.append(' ').append(name).append('=').append(part(inner, context));
                } else if (PlainValues.is(value)) {
                    part.append(' ').append(name).append('=').append(value);
                }
            });
        }
        return part.toString();
    }

    /** Names the template too: the same markup in two templates may mean two things by {@code ~{::x}}. */
    private String part(TemplateData template, ITemplateContext context) {
        String name = template.getTemplate();
        Map<String, Object> attributes = context.getTemplateResolutionAttributes();
        Set<String> selectors = template.getTemplateSelectors();
        if (selectors == null || selectors.isEmpty()) {
            return name + "@" + digests.included(name, null, attributes);
        }
        StringBuilder part = new StringBuilder(name);
        for (String selector : new TreeSet<>(selectors)) {
            part.append("::").append(selector).append('@').append(digests.included(name, selector, attributes));
        }
        return part.toString();
    }
}
