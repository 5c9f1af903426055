package io.fragmentcache.internal.definition;

import io.fragmentcache.digest.Digest;
import io.fragmentcache.internal.digest.Digests;
import io.fragmentcache.internal.template.FrozenStatus;
import io.fragmentcache.key.Typed;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.IterationStatusVar;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.engine.TemplateModel;
import org.thymeleaf.model.IModel;
import org.thymeleaf.standard.expression.Fragment;
import org.thymeleaf.standard.expression.NoOpToken;
import org.thymeleaf.standard.processor.StandardSwitchTagProcessor;

/** What stands in keys for objects of the engine: handed fragments, markup, the status of a loop, the layout's collections. */
record EngineValues(Digests digests, ITemplateContext context) implements Function<Object, @Nullable Typed> {
    private static final String LAYOUT = "nz.net.ultraq.thymeleaf.layoutdialect.";

    private static final List<Class<?>> TYPES = List.of(
            Fragment.class,
            IModel.class,
            IterationStatusVar.class,
            FrozenStatus.class,
            StandardSwitchTagProcessor.SwitchStructure.class,
            NoOpToken.class,
            Principal.class);

    /** By class, whether something stands for its objects. */
    private static final ClassValue<Boolean> IS_TYPED = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return type.getName().startsWith(LAYOUT)
                    || TYPES.stream().anyMatch(each -> each.isAssignableFrom(type))
                    || Frameworks.isTyped(type);
        }
    };

    @Override
    public @Nullable Typed apply(Object value) {
        return IS_TYPED.get(value.getClass()) ? typed(value) : null;
    }

    private @Nullable Typed typed(Object value) {
        if (value instanceof Fragment handed) {
            return new Typed("fragment", handed(handed));
        }
        if (value instanceof IModel model) {
            return new Typed("markup", List.of(Digest.of(text(model)).toString()));
        }
        if (value instanceof IterationStatusVar live) {
            return status(new FrozenStatus(live));
        }
        if (value instanceof FrozenStatus frozen) {
            return status(frozen);
        }
        if (value instanceof StandardSwitchTagProcessor.SwitchStructure choice) {
            return new Typed(
                    "switch", Arrays.asList(choice.getExpression().getStringRepresentation(), choice.isExecuted()));
        }
        if (value instanceof NoOpToken) {
            return new Typed("no-op", List.of());
        }
        if (value.getClass().getName().startsWith(LAYOUT)) {
            return new Typed("layout", List.of(part(context.getTemplateStack().get(0))));
        }
        Typed ofFramework = Frameworks.typed(value);
        if (ofFramework != null) {
            return ofFramework;
        }
        return value instanceof Principal principal ? new Typed("principal", Arrays.asList(principal.getName())) : null;
    }

    private static Typed status(FrozenStatus status) {
        // Its member is a fact of its own: most who ask where a row stands do not ask for that.
        return new Typed("status", Arrays.asList(status.getIndex(), status.getSize()));
    }

    private static String text(IModel model) {
        try {
            java.io.StringWriter text = new java.io.StringWriter();
            model.write(text);
            return text.toString();
        } catch (java.io.IOException impossible) {
            throw new AssertionError("characters are collected in memory", impossible);
        }
    }

    private List<@Nullable Object> handed(Fragment handed) {
        List<@Nullable Object> parts = new ArrayList<>();
        TemplateModel model = handed.getTemplateModel();
        if (model != null) {
            parts.add(part(model.getTemplateData()));
            Map<String, Object> parameters = handed.getParameters();
            if (parameters != null) {
                new TreeMap<>(parameters).forEach((name, value) -> {
                    parts.add(name);
                    parts.add(value);
                });
            }
        }
        return parts;
    }

    /** Names the template too: the same markup in two templates may mean two things by {@code ~{::x}}. */
    List<Object> part(TemplateData template) {
        String name = template.getTemplate();
        Map<String, Object> attributes = context.getTemplateResolutionAttributes();
        Set<String> selectors = template.getTemplateSelectors();
        List<Object> part = new ArrayList<>();
        part.add(name);
        if (selectors == null || selectors.isEmpty()) {
            part.add(digests.included(name, null, attributes).toString());
            return part;
        }
        for (String selector : new TreeSet<>(selectors)) {
            part.add(selector);
            part.add(digests.included(name, selector, attributes).toString());
        }
        return part;
    }
}
