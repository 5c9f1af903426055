package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.ReadListener;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.IWebExchange;

/** An exchange for a rendering that comes when its request is gone. */
public interface Detached {
    /** Returns the same exchange, which tells what is read of it. */
    IWebExchange watchedBy(ReadListener reads);

    /** Returns the value of a fact, without reporting the read; null if it was not given. */
    @Nullable Object given(String fact);

    /** Returns the names of variables that the page had and this has not, since they are one visitor's. */
    Set<String> withheld();
}
