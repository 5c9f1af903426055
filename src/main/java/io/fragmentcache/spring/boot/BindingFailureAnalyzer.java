package io.fragmentcache.spring.boot;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.unit.DataSize;

/** Reports a property of the cache that has no such name, or a value of another type: with what is allowed. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BindingFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        if (!cause.getName().toString().startsWith(FragmentCacheProperties.PREFIX)) {
            return null;
        }
        UnboundConfigurationPropertiesException unknown =
                findCause(rootFailure, UnboundConfigurationPropertiesException.class);
        if (unknown != null) {
            return unknown(unknown, cause);
        }
        // The innermost one names the property itself.
        BindException innermost = cause;
        for (Throwable next = cause.getCause(); next != null; next = next.getCause()) {
            innermost = next instanceof BindException inner ? inner : innermost;
        }
        ConfigurationProperty property = innermost.getProperty();
        Class<?> type = innermost.getTarget().getType().resolve(Object.class);
        return property == null
                ? null
                : new FailureAnalysis(
                        property.getName() + " = " + property.getValue() + " cannot be used" + origin(property) + ".",
                        allowed(type),
                        cause);
    }

    private static FailureAnalysis unknown(UnboundConfigurationPropertiesException unknown, BindException cause) {
        PropertyNames known = PropertyNames.known();
        String names = unknown.getUnboundProperties().stream()
                .map(property -> property.getName() + origin(property))
                .collect(Collectors.joining(", "));
        String nearest = unknown.getUnboundProperties().stream()
                .map(property -> known.nearest(property.getName().toString()))
                .distinct()
                .collect(Collectors.joining(", "));
        return new FailureAnalysis(
                "The fragment cache has no property " + names + ".",
                "Did you mean " + nearest + "? All: " + String.join(", ", known.names()) + ".",
                cause);
    }

    private static String origin(ConfigurationProperty property) {
        return property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")";
    }

    private static String allowed(Class<?> type) {
        if (type == Duration.class) {
            return "Write a duration, for instance 500ms, 30s or 10m.";
        }
        if (type == DataSize.class) {
            return "Write a size, for instance 64MB.";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "Write true or false.";
        }
        if (type == URI.class) {
            return "Write an address, for instance https://edge.example/purge.";
        }
        if (type.isEnum()) {
            return "Write one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant ->
                                    constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .collect(Collectors.joining(", "))
                    + ".";
        }
        return Number.class.isAssignableFrom(type) || type.isPrimitive()
                ? "Write a number."
                : "Write a value of " + type.getName() + ".";
    }
}
