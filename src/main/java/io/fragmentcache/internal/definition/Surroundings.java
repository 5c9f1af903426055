package io.fragmentcache.internal.definition;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Reference;
import io.fragmentcache.internal.digest.Digests;
import io.fragmentcache.key.KeyBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.thymeleaf.context.ITemplateContext;
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
        return new Surroundings(
                digests,
                Collections.unmodifiableSet(variables),
                !tree.fromPage().isEmpty(),
                new LayoutFillings());
    }

    void join(KeyBuilder key, ITemplateContext context) {
        if (filledByPage) {
            EngineValues values = new EngineValues(digests, context);
            List<Object> page =
                    new ArrayList<>(values.part(context.getTemplateStack().get(0)));
            page.add(fillings.digest(context).toString());
            key.vary("page", page.toString());
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
}
