package io.fragmentcache.spring.boot;

import io.fragmentcache.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.beans.factory.ListableBeanFactory;

/** Calls the beans of one kind that configure a builder, in their order, and names the one that it refuses. */
record Customizers<C>(Class<C> kind, ListableBeanFactory beans) {
    void each(Consumer<C> call) {
        List<String> before = new ArrayList<>();
        for (C customizer : beans.getBeanProvider(kind).orderedStream().toList()) {
            String name = nameOf(customizer);
            try {
                call.accept(customizer);
            } catch (Problem e) {
                throw new UnusableCustomizer(kind.getSimpleName(), name, before, e);
            }
            before.add(name);
        }
    }

    private String nameOf(C customizer) {
        return beans.getBeansOfType(kind).entrySet().stream()
                .filter(bean -> bean.getValue() == customizer)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> customizer.getClass().getName());
    }
}
