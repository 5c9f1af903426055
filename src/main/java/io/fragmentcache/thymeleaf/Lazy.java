package io.fragmentcache.thymeleaf;

import io.fragmentcache.spi.Reloadable;
import java.util.Objects;
import java.util.function.Supplier;
import org.thymeleaf.context.LazyContextVariable;

/**
 * A variable that is loaded when a template reads it. A fragment that is shown from the cache reads nothing, so a hit sends
 * no query.
 *
 * <pre>{@code
 * model.addAttribute("products", Lazy.of(() -> repository.findAll(page)));
 *
 * @ModelAttribute("categories")
 * Lazy<List<Category>> categories() {
 *     return Lazy.of(categories::findAll);
 * }
 * }</pre>
 *
 * <p>The supplier is called at most once for each page, by the first fragment that renders, and never for a page whose
 * fragments are all hits. A fragment that is regenerated in the background calls it once more, in its own thread. A
 * supplier that throws is called again by the next read. Do not put the variable into a {@code cache:key}: to build the key,
 * it would have to be loaded.
 *
 * <p>Thread-safe, if its supplier is.
 *
 * @param <T> what templates see
 */
public final class Lazy<T> extends LazyContextVariable<T> implements Reloadable {
    private final Supplier<? extends T> supplier;

    private Lazy(Supplier<? extends T> supplier) {
        this.supplier = supplier;
    }

    /**
     * Returns a variable that this supplier loads.
     *
     * @param supplier must not use the request: a regeneration calls it when the request is over
     */
    public static <T> Lazy<T> of(Supplier<? extends T> supplier) {
        return new Lazy<>(Objects.requireNonNull(supplier, "supplier"));
    }

    @Override
    public Lazy<T> reloaded() {
        return new Lazy<>(supplier);
    }

    @Override
    protected T loadValue() {
        return supplier.get();
    }
}
