package io.fragmentcache.key;

import java.util.Collection;

/**
 * Which model is meant; all that a touch needs.
 *
 * @param type what its type is called
 * @param lineage other names under which it is touched
 * @param id unique in its type
 */
record Identity(TypeName type, Lineage lineage, Object id) {
    /** The name of its type as tags spell it. */
    String name() {
        return type.name();
    }

    /** The tags that a touch of the model stamps. */
    void touched(Collection<Tag> into) {
        into.add(Tag.of(name(), id));
        for (String other : lineage.touched()) {
            if (!other.equals(name())) {
                into.add(Tag.of(other, id));
            }
        }
    }

    /** The tags that an entry carries which shows the model. */
    void carried(Collection<Tag> into) {
        both(into, name());
        for (String other : lineage.carried()) {
            if (!other.equals(name())) {
                both(into, other);
            }
        }
    }

    private void both(Collection<Tag> into, String name) {
        into.add(Tag.of(name, id));
        into.add(Tag.of(name));
    }
}
