package io.fragmentcache.key;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sets and maps that iterate in no order, or in one that differs from process to process as that of {@code Set.of} does.
 * Only those of the JDK that are known to: of any other the order may be what a fragment shows.
 */
final class Unordered {
    private static final Set<Class<?>> TYPES = Set.of(
            HashSet.class,
            HashMap.class,
            Hashtable.class,
            ConcurrentHashMap.class,
            IdentityHashMap.class,
            WeakHashMap.class,
            new HashMap<>().keySet().getClass(),
            ConcurrentHashMap.newKeySet().getClass(),
            Collections.newSetFromMap(new HashMap<>()).getClass(),
            // One, two and many have classes of their own.
            Set.of().getClass(),
            Set.of(1).getClass(),
            Map.of().getClass());

    private Unordered() {}

    static boolean is(Object collection) {
        return TYPES.contains(collection.getClass());
    }
}
