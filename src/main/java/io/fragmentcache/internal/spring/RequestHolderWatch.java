package io.fragmentcache.internal.spring;

import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.guard.Detached;
import io.fragmentcache.internal.guard.Watch;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.thymeleaf.context.IEngineContext;

/** Sees what beans read of the request that Spring keeps for the thread: beans of the session's scope are read there. */
public final class RequestHolderWatch implements Watch {
    /** Fails where Spring's web part is absent. */
    public RequestHolderWatch() {
        Objects.requireNonNull(RequestContextHolder.class);
    }

    @Override
    public Runnable begin(ReadListener reads, IEngineContext live, @Nullable Detached detached) {
        RequestAttributes before = RequestContextHolder.getRequestAttributes();
        if (!(before instanceof ServletRequestAttributes attributes)) {
            return () -> {};
        }
        RequestContextHolder.setRequestAttributes(new WatchedRequestAttributes(attributes, reads));
        return () -> RequestContextHolder.setRequestAttributes(before);
    }
}
