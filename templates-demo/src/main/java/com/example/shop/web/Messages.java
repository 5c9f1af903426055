package com.example.shop.web;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.messageresolver.AbstractMessageResolver;

/** {@code #{..}} in every template comes from {@code messages.properties} and {@code messages_de.properties}. */
final class Messages extends AbstractMessageResolver {

    private static final ResourceBundle.Control ENGLISH_OTHERWISE =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    @Override
    public String resolveMessage(ITemplateContext context, Class<?> origin, String key, Object[] parameters) {
        Locale locale = context.getLocale();
        ResourceBundle bundle = ResourceBundle.getBundle("messages", locale, ENGLISH_OTHERWISE);
        return bundle.containsKey(key) ? new MessageFormat(bundle.getString(key), locale).format(parameters) : null;
    }

    @Override
    public String createAbsentMessageRepresentation(
            ITemplateContext context, Class<?> origin, String key, Object[] parameters) {
        throw new IllegalArgumentException("No message '" + key + "' in messages.properties.");
    }
}
