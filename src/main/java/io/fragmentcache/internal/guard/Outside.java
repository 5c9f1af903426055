package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.ExpressionReads;
import io.fragmentcache.internal.definition.Local;
import io.fragmentcache.internal.definition.Scopes;
import io.fragmentcache.internal.definition.TagLocals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.model.IProcessableElementTag;

/** The local variables around a fragment, or the rows of a loop, being rendered, and the tags that set them. For one thread. */
public final class Outside {
    /**
     * A variable that a tag around set.
     *
     * @param tag which one, counted from the fragment's own
     * @param index among those of the tag
     * @param signedIn the template whose {@code th:fragment} names it, if it is a parameter
     */
    record Found(Local local, int tag, int index, @Nullable String signedIn) {}

    private record Around(@Nullable String template, TagLocals locals) {}

    private final Scopes scopes;
    private final IEngineContext live;
    private final int level;
    private final @Nullable Set<String> copied;
    private final Set<String> safe = new HashSet<>();
    private @Nullable List<Around> tags;

    private Outside(Scopes scopes, IEngineContext live, @Nullable Set<String> copied) {
        this.scopes = scopes;
        this.live = live;
        this.level = live.level();
        this.copied = copied;
    }

    /** Around what is rendered now in this context. */
    public static Outside of(IEngineContext live, Scopes scopes) {
        return new Outside(scopes, live, null);
    }

    /** The same for a rendering that comes when the request is gone. */
    public static Outside copy(IEngineContext live, Scopes scopes) {
        Set<String> names = new HashSet<>(live.getVariableNames());
        names.removeIf(name -> !live.isVariableLocal(name));
        Outside copy = new Outside(scopes, live, names);
        copy.tags();
        return copy;
    }

    /** Whether a variable that the fragment did not set was set by a tag, and not by the application. */
    boolean isLocal(String name, @Nullable Object value) {
        // In a web application nothing tells a local variable that is null from one that is not there.
        return value == null
                || (copied != null
                        ? copied.contains(name) || name.equals(ExpressionReads.SELECTION)
                        : name.equals(ExpressionReads.SELECTION) || live.isVariableLocal(name));
    }

    /** Notes a variable that the fragment may show whatever its value is, in this row of a loop and in all others. */
    void noteSafe(String name) {
        safe.add(name);
    }

    /** Whether {@link #noteSafe} was told. */
    boolean isSafe(String name) {
        return safe.contains(name);
    }

    /** Who set the variable that the fragment sees; null where that cannot be told. */
    @Nullable Found find(String name) {
        return find(name, 0, Integer.MAX_VALUE);
    }

    /** Who set a variable that another one was made of. */
    @Nullable Found find(String name, Found madeOfIt) {
        return find(name, madeOfIt.tag, madeOfIt.index);
    }

    private @Nullable Found find(String name, int from, int before) {
        int position = -1;
        String signedIn = null;
        List<Around> around = tags();
        for (int i = from; i < around.size(); i++) {
            TagLocals tag = around.get(i).locals;
            int first = Math.min(
                            i == from ? before : Integer.MAX_VALUE, tag.locals().size())
                    - 1;
            for (int k = first; k >= 0; k--) {
                String set = tag.locals().get(k).name();
                if (set.equals(name) || position >= 0 && set.equals(TagLocals.UNNAMED + position)) {
                    return new Found(tag.locals().get(k), i, k, signedIn);
                }
            }
            if (tag.hands()) {
                if (tag.opaque() && position >= 0) {
                    return null;
                }
                position = -1;
                signedIn = null;
            }
            if (tag.parameters().contains(name)) {
                position = tag.parameters().indexOf(name);
                signedIn = around.get(i).template;
            }
        }
        return null;
    }

    /** The tags around, the innermost first; the fragment's own is one of them. */
    private List<Around> tags() {
        List<Around> known = tags;
        if (known == null) {
            List<IProcessableElementTag> stack = new ArrayList<>(live.getElementStack());
            int inside = live.getElementStackAbove(level).size();
            stack.subList(stack.size() - inside, stack.size()).clear();
            Collections.reverse(stack);
            known = stack.stream()
                    .map(tag -> new Around(tag.getTemplateName(), scopes.of(tag, live.getConfiguration())))
                    .toList();
            tags = known;
        }
        return known;
    }
}
