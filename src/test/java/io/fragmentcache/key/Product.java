package io.fragmentcache.key;

record Product(long id, String name, long revision) implements Versioned {
    @Override
    public Object cacheId() {
        return id;
    }

    @Override
    public Object cacheVersion() {
        return revision;
    }
}
