package io.fragmentcache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Strongly connected components (Tarjan): what depends on itself by a detour. */
final class Knots {
    private final Map<String, Set<String>> arrows;
    private final Map<String, Integer> index = new HashMap<>();
    private final Map<String, Integer> low = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final List<Set<String>> found = new ArrayList<>();

    private Knots(Map<String, Set<String>> arrows) {
        this.arrows = arrows;
    }

    /** Those of two and more. */
    static List<Set<String>> of(Map<String, Set<String>> arrows) {
        Knots knots = new Knots(arrows);
        arrows.keySet().stream()
                .filter(each -> !knots.index.containsKey(each))
                .sorted()
                .forEach(each -> {
                    if (!knots.index.containsKey(each)) {
                        knots.visit(each);
                    }
                });
        return knots.found;
    }

    private void visit(String node) {
        int number = index.size();
        index.put(node, number);
        low.put(node, number);
        open.push(node);
        for (String target : arrows.getOrDefault(node, Set.of())) {
            if (!index.containsKey(target)) {
                visit(target);
                low.merge(node, low.get(target), Math::min);
            } else if (open.contains(target)) {
                low.merge(node, index.get(target), Math::min);
            }
        }
        if (low.get(node) == number) {
            Set<String> knot = new TreeSet<>();
            String last;
            do {
                last = open.pop();
                knot.add(last);
            } while (!last.equals(node));
            if (knot.size() > 1) {
                found.add(knot);
            }
        }
    }
}
