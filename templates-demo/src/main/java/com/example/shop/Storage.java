package com.example.shop;

import io.fragmentcache.ehcache.EhcacheStore;
import io.fragmentcache.redis.RedisStore;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where fragments are kept: in memory, and behind it in files or in Redis. */
final class Storage {

    static final String KNOWN =
            "none, memory, disk:DIRECTORY, redis://HOST:PORT, rediss://HOST:PORT, redis-cluster://HOST:PORT,HOST:PORT";

    /** Every page bypasses the cache, so that what it saves can be measured. */
    static final String NONE = "none";

    private static final String DISK = "disk:";
    private static final String HOST = "(\\[[0-9a-fA-F:]+]|[^/,:@\\[\\s]+)(:\\d{1,5})?";
    private static final String FIRST_HOST = "([^/@\\s]*@)?" + HOST;
    private static final Pattern REDIS =
            Pattern.compile("rediss?(://" + FIRST_HOST + "(/\\d*)?|-cluster://" + FIRST_HOST + "(," + HOST + ")*)");
    private static final int MEGABYTES = 64;

    private Storage() {}

    static boolean knows(String choice) {
        return choice.matches(NONE + "|memory|disk:.+") || REDIS.matcher(choice).matches();
    }

    static Store open(String choice) {
        Store memory = CaffeineStore.ofMegabytes(MEGABYTES);
        if (choice.startsWith(DISK)) {
            return memory.inFrontOf(EhcacheStore.at(Path.of(choice.substring(DISK.length()))));
        }
        return choice.startsWith("redis")
                ? memory.inFrontOf(RedisStore.at(choice).prefix("shop"))
                : memory;
    }
}
