package io.fragmentcache.internal.spring;

import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.definition.ReadListener;
import java.util.Optional;
import org.springframework.validation.Errors;
import org.springframework.web.servlet.support.RequestContext;
import org.thymeleaf.spring6.context.IThymeleafBindStatus;
import org.thymeleaf.spring6.context.IThymeleafRequestDataValueProcessor;
import org.thymeleaf.spring6.context.webmvc.SpringWebMvcThymeleafRequestContext;

/**
 * Spring's view of a request, telling what a form shows of its visitor: what was typed and refused, and what the
 * application adds. A subclass, since the interface names types that Spring 7 does not have.
 */
final class WatchedRequestContext extends SpringWebMvcThymeleafRequestContext {
    private final SpringWebMvcThymeleafRequestContext watched;
    private final ReadListener reads;

    WatchedRequestContext(RequestContext spring, SpringWebMvcThymeleafRequestContext watched, ReadListener reads) {
        super(spring, watched.getHttpServletRequest());
        this.watched = watched;
        this.reads = reads;
    }

    @Override
    public IThymeleafRequestDataValueProcessor getRequestDataValueProcessor() {
        return new WatchedDataValues(watched.getRequestDataValueProcessor(), reads);
    }

    @Override
    public IThymeleafBindStatus getBindStatus(String path) {
        tell(path);
        return watched.getBindStatus(path);
    }

    @Override
    public IThymeleafBindStatus getBindStatus(String path, boolean htmlEscape) {
        tell(path);
        return watched.getBindStatus(path, htmlEscape);
    }

    @Override
    public Optional<Errors> getErrors(String name) {
        tell(name);
        return watched.getErrors(name);
    }

    @Override
    public Optional<Errors> getErrors(String name, boolean htmlEscape) {
        tell(name);
        return watched.getErrors(name, htmlEscape);
    }

    @Override
    public String getQueryString() {
        String query = watched.getQueryString();
        reads.read(FactNames.QUERY, query);
        return query;
    }

    /**
     * What a form shows was typed by its visitor. An expression in two braces asks the same for any model attribute, only to
     * format it: that one is told where something was typed and refused.
     */
    private void tell(String bound) {
        reads.typed(bound, hasErrors(bound));
    }

    private boolean hasErrors(String bound) {
        int dot = bound.indexOf('.');
        String name = dot < 0 ? bound : bound.substring(0, dot);
        return watched.getErrors(name).map(Errors::hasErrors).orElse(false);
    }
}
