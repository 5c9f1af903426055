package io.fragmentcache;

import io.fragmentcache.key.Versioned;

/** A model as small as can be. */
record StoredText(long id, long version) implements Versioned {
    @Override
    public Object cacheId() {
        return id;
    }

    @Override
    public Object cacheVersion() {
        return version;
    }

    @Override
    public String cacheType() {
        return "Article";
    }
}
