package io.fragmentcache.internal.spring;

import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.definition.FrameworkFacts;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.validation.BindingResult;
import org.springframework.validation.Errors;
import org.springframework.web.bind.annotation.SessionAttributes;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;
import org.thymeleaf.web.IWebExchange;

/** What Spring MVC knows of a model: the session attributes of its handler, flash attributes, beans of a session. */
public final class MvcFacts implements FrameworkFacts {
    /** Fails where Spring MVC is absent. */
    public MvcFacts() {
        Objects.requireNonNull(DispatcherServlet.class);
        Objects.requireNonNull(ScopedObject.class);
    }

    @Override
    public boolean tells(String fact) {
        return fact.equals(LocaleWatch.LOCALE)
                || fact.equals(LocaleWatch.TIME_ZONE)
                || fact.startsWith(FactNames.TYPED);
    }

    @Override
    public @Nullable Object value(String fact, @Nullable IWebExchange exchange) {
        if (fact.startsWith(FactNames.TYPED)) {
            String name = BindingResult.MODEL_KEY_PREFIX + fact.substring(FactNames.TYPED.length());
            return exchange != null && exchange.getAttributeValue(name) instanceof Errors errors && errors.hasErrors();
        }
        return LocaleWatch.value(fact, LocaleContextHolder.getLocaleContext());
    }

    @Override
    public boolean isPersonal(String name, Object value, IWebExchange exchange) {
        return value instanceof ScopedObject || isFlash(name, exchange) || isOfSession(name, value, exchange);
    }

    static boolean isFlash(String name, IWebExchange exchange) {
        return exchange.getAttributeValue(DispatcherServlet.INPUT_FLASH_MAP_ATTRIBUTE) instanceof Map<?, ?> flash
                && flash.containsKey(name);
    }

    private static boolean isOfSession(String name, Object value, IWebExchange exchange) {
        if (!(exchange.getAttributeValue(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE)
                instanceof HandlerMethod handler)) {
            return false;
        }
        SessionAttributes names =
                AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), SessionAttributes.class);
        return names != null
                && (Arrays.asList(names.names()).contains(name)
                        || Arrays.asList(names.types()).contains(value.getClass()));
    }

    @Override
    public boolean isOfContainer(Class<?> type) {
        return WebRequest.class.isAssignableFrom(type);
    }
}
