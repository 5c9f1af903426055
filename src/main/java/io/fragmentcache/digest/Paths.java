package io.fragmentcache.digest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Shortest ways through what includes what. */
final class Paths {
    private Paths() {}

    static List<PartName> shortest(PartName from, PartName to, Function<PartName, List<PartName>> children) {
        Map<PartName, PartName> cameFrom = new HashMap<>(Map.of(from, from));
        Deque<PartName> waiting = new ArrayDeque<>(List.of(from));
        while (!waiting.isEmpty() && !cameFrom.containsKey(to)) {
            PartName here = waiting.remove();
            for (PartName next : children.apply(here)) {
                if (cameFrom.putIfAbsent(next, here) == null) {
                    waiting.add(next);
                }
            }
        }
        List<PartName> path = new ArrayList<>();
        for (PartName at = cameFrom.containsKey(to) ? to : null;
                at != null;
                at = at.equals(from) ? null : cameFrom.get(at)) {
            path.add(at);
        }
        Collections.reverse(path);
        return path;
    }
}
