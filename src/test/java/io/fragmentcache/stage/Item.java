package io.fragmentcache.stage;

import io.fragmentcache.key.Versioned;

/** Something to show. Changed, it is another object with the next version, as after a read from a database. */
public record Item(String id, String name, long version) implements Versioned {
    public static Item of(String id, String name) {
        return new Item(id, name, 1);
    }

    public Item renamed(String newName) {
        return new Item(id, newName, version + 1);
    }

    @Override
    public Object cacheId() {
        return id;
    }

    @Override
    public Object cacheVersion() {
        return version;
    }

    /** A counter, as that of a row. */
    @Override
    public boolean cacheVersionRises() {
        return true;
    }
}
