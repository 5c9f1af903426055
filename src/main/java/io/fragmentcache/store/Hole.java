package io.fragmentcache.store;

import io.fragmentcache.internal.Internal;
import java.util.Map;

/**
 * A place in cached HTML that is rendered for each request.
 *
 * @param offset where in the text, in characters
 * @param template the template that holds the hole
 * @param name the hole's name there: a digest of its markup, so that it is found again wherever it moves
 * @param arguments what was evaluated when the fragment was rendered: names, and plain values
 */
public record Hole(int offset, String template, String name, Map<String, Object> arguments) {
    public Hole {
        arguments = Map.copyOf(arguments);
    }

    /** About the bytes that it takes in memory. */
    long weight() {
        // Templates and names are shared by the entries of a fragment, but not by those that were read from bytes.
        long weight = Weights.OF_A_HOLE + Weights.of(template) + Weights.of(name);
        for (Map.Entry<String, Object> argument : arguments.entrySet()) {
            Object value = argument.getValue();
            weight += Weights.OF_AN_ARGUMENT
                    + Weights.of(argument.getKey())
                    + Weights.of(value instanceof String text ? text : value.toString());
        }
        return weight;
    }

    /** Returns whether both are one hole of one template, with any arguments. */
    @Internal
    public boolean isOfSameBody(Hole other) {
        return name.equals(other.name) && template.equals(other.template);
    }

    /** Returns the same hole at another offset. */
    public Hole at(int otherOffset) {
        return new Hole(otherOffset, template, name, arguments);
    }
}
