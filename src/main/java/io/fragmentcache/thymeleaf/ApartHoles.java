package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.Internal;
import io.fragmentcache.internal.guard.Exchanges;
import io.fragmentcache.internal.page.HoleRenderer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Holes that are rendered apart from their pages. Made by {@link CacheDialect#apartHoles}. Thread-safe. */
public final class ApartHoles {
    private final Supplier<HoleRenderer> opening;
    private volatile @Nullable HoleRenderer opened;

    ApartHoles(Supplier<HoleRenderer> opening) {
        this.opening = opening;
    }

    /**
     * Renders the hole at this address for a visitor; empty where there is none, and then nothing was rendered.
     *
     * @param request of a servlet, as is the response
     * @param more variables that a framework gives each page
     */
    @Internal
    public Optional<String> render(String address, Object request, Object response, Map<String, Object> more) {
        HoleRenderer renderer = opened;
        if (renderer == null) {
            renderer = opening.get();
            opened = renderer;
        }
        return renderer.render(address, Exchanges.of(request, response), more);
    }
}
