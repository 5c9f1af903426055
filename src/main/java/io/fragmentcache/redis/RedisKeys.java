package io.fragmentcache.redis;

import io.fragmentcache.key.Key;

/**
 * The names that this library uses in Redis. All begin with the application's prefix, so that applications and tenants
 * share a server. The names of the touches carry one hash tag, since scripts use them together; each entry has a slot of
 * its own, and its lease goes with it.
 *
 * @param prefix of the application
 */
record RedisKeys(String prefix) {
    /** Raised with the format of entries: nodes of two releases keep entries of their own. */
    private static final int FORMAT = 1;

    String entry(Key key) {
        return prefix + ":" + FORMAT + ":{" + key.id() + "}";
    }

    String lease(Key key) {
        return entry(key) + ":lease";
    }

    /**
     * A sorted set: each touched tag with its stamp, the last stamp that was given, and the epoch. All of it in one
     * place, so that a server that makes room loses all of it, and not a part whose loss stays unseen.
     */
    String stamps() {
        return "{" + prefix + "}:stamps";
    }

    /** A stream: the touches, for nodes that wait for them. */
    String touches() {
        return "{" + prefix + "}:touches";
    }
}
