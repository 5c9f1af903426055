package io.fragmentcache.spring.boot;

import org.thymeleaf.templateresolver.StringTemplateResolver;

/** Templates that are their own names. */
class StringTemplates extends StringTemplateResolver {
    StringTemplates() {
        setOrder(0);
    }
}
