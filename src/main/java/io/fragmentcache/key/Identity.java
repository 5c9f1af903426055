package io.fragmentcache.key;

import java.util.Collection;

/**
 * Which model is meant; all that a touch needs.
 *
 * @param type the name of its type in keys and tags
 * @param lineage other names under which it is touched
 * @param id unique in its type
 */
record Identity(String type, Lineage lineage, Object id) {
    /** The tags that a touch of the model stamps. */
    void touched(Collection<Tag> into) {
        into.add(Tag.of(type, id));
        for (String name : lineage.touched()) {
            if (!name.equals(type)) {
                into.add(Tag.of(name, id));
            }
        }
    }

    /** The tags that an entry carries which shows the model. */
    void carried(Collection<Tag> into) {
        both(into, type);
        for (String name : lineage.carried()) {
            if (!name.equals(type)) {
                both(into, name);
            }
        }
    }

    private void both(Collection<Tag> into, String name) {
        into.add(Tag.of(name, id));
        into.add(Tag.of(name));
    }
}
