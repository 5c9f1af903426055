package io.fragmentcache.internal.template;

import io.fragmentcache.key.Locator;
import io.fragmentcache.problem.Problem;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.model.IProcessableElementTag;

/**
 * What a hole's tag says of being fetched apart: {@code cache:apart="basket" cache:size="120x40"}.
 *
 * @param name under which its source is registered; empty where its arguments are all that it needs
 * @param size width and height in pixels; empty where none is given
 */
public record ApartTag(String name, String size) {
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,4}x[0-9]{1,4}");

    /** Null where the hole is always filled in its page. */
    public static @Nullable ApartTag of(IProcessableElementTag tag, String prefix) {
        if (!tag.hasAttribute(prefix, Names.APART)) {
            return null;
        }
        String name = tag.getAttributeValue(prefix, Names.APART);
        String size = tag.getAttributeValue(prefix, Names.SIZE);
        return new ApartTag(name == null ? "" : name.strip(), size == null ? "" : size.strip());
    }

    /**
     * Refuses what cannot be meant.
     *
     * @throws Problem if the size is not two numbers
     */
    public void check() {
        if (!size.isEmpty() && !SIZE.matcher(size).matches()) {
            throw Problem.apartSize(size);
        }
    }

    /** The locator of its source, as text. */
    public String source(@Nullable String template) {
        return name.isEmpty() || template == null ? "" : new Locator(template, name).toString();
    }
}
