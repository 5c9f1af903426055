package io.fragmentcache.internal.template;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.engine.IterationStatusVar;

/**
 * The status variable of {@code th:each} as it was at one iteration. The engine's own is one object for all iterations of
 * a loop: in the background it would count on. Rows of {@code cache:each} have one each. Public for expressions, with the same properties.
 */
public final class FrozenStatus {
    private final int index;
    private final @Nullable Integer size;
    private final @Nullable Object current;
    private final Consumer<@Nullable Object> reader;

    public FrozenStatus(IterationStatusVar status) {
        this(status.getIndex(), status.getSize(), status.getCurrent());
    }

    public FrozenStatus(int index, @Nullable Integer size, @Nullable Object current) {
        this(index, size, current, read -> {});
    }

    private FrozenStatus(
            int index, @Nullable Integer size, @Nullable Object current, Consumer<@Nullable Object> reader) {
        this.index = index;
        this.size = size;
        this.current = current;
        this.reader = reader;
    }

    /** Whether this is the status of a loop, live or as it was. */
    public static boolean isStatus(@Nullable Object value) {
        return value instanceof FrozenStatus || value instanceof IterationStatusVar;
    }

    /** The same, which tells one more when its member is read. */
    public FrozenStatus tellingTo(Consumer<@Nullable Object> more) {
        return new FrozenStatus(index, size, current, reader.andThen(more));
    }

    /** The member; the read is not reported. */
    public @Nullable Object member() {
        return current;
    }

    public int getIndex() {
        return index;
    }

    public int getCount() {
        return index + 1;
    }

    public boolean hasSize() {
        return size != null;
    }

    public @Nullable Integer getSize() {
        return size;
    }

    public @Nullable Object getCurrent() {
        reader.accept(current);
        return current;
    }

    public boolean isEven() {
        return getCount() % 2 == 0;
    }

    public boolean isOdd() {
        return !isEven();
    }

    public boolean isFirst() {
        return index == 0;
    }

    public boolean isLast() {
        return size != null && index == size - 1;
    }

    @Override
    public String toString() {
        return "{index = " + index + ", count = " + getCount() + ", size = " + size + ", current = " + getCurrent()
                + "}";
    }
}
