package io.fragmentcache.internal.definition;

import io.fragmentcache.key.Typed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thymeleaf.web.IWebExchange;

/** All {@link FrameworkFacts} of the frameworks that are on the class path, as one. */
public final class Frameworks {
    private static final Logger LOG = LoggerFactory.getLogger(Frameworks.class);
    private static final List<FrameworkFacts> FOUND = find();

    private Frameworks() {}

    static @Nullable FrameworkFacts of(String fact) {
        for (FrameworkFacts framework : FOUND) {
            if (framework.tells(fact)) {
                return framework;
            }
        }
        return null;
    }

    static boolean isPersonal(String name, Object value, IWebExchange exchange) {
        for (FrameworkFacts framework : FOUND) {
            if (framework.isPersonal(name, value, exchange)) {
                return true;
            }
        }
        return false;
    }

    static boolean isOfContainer(Class<?> type) {
        return FOUND.stream().anyMatch(framework -> framework.isOfContainer(type));
    }

    static boolean isTyped(Class<?> type) {
        return FOUND.stream().anyMatch(framework -> framework.isTyped(type));
    }

    static @Nullable Typed typed(Object value) {
        for (FrameworkFacts framework : FOUND) {
            Typed typed = framework.typed(value);
            if (typed != null) {
                return typed;
            }
        }
        return null;
    }

    static boolean isSecret(String text, IWebExchange exchange) {
        for (FrameworkFacts framework : FOUND) {
            if (framework.isSecret(text, exchange)) {
                return true;
            }
        }
        return false;
    }

    public static Set<String> secrets(IWebExchange exchange) {
        Set<String> secrets = new HashSet<>();
        FOUND.forEach(framework -> secrets.addAll(framework.secrets(exchange)));
        return secrets;
    }

    private static List<FrameworkFacts> find() {
        List<FrameworkFacts> found = new ArrayList<>();
        Iterator<FrameworkFacts> all = ServiceLoader.load(FrameworkFacts.class, FrameworkFacts.class.getClassLoader())
                .iterator();
        while (true) {
            try {
                if (!all.hasNext()) {
                    return List.copyOf(found);
                }
                found.add(all.next());
            } catch (ServiceConfigurationError | LinkageError absent) {
                LOG.debug("Not asked for facts: {}", absent.getMessage());
            }
        }
    }
}
