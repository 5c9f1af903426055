package io.fragmentcache.thymeleaf;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.thymeleaf.processor.IProcessor;

/**
 * The processors of a dialect that stands in more than one place among others. Thymeleaf asks a dialect for its precedence
 * with each processor that it takes from this set; the one taken last on the asking thread tells.
 */
final class RankedProcessors extends AbstractSet<IProcessor> {
    private final Map<IProcessor, Integer> precedences = new LinkedHashMap<>();
    private final ThreadLocal<Integer> taken;

    /** @param taken receives the precedence of the current processor */
    RankedProcessors(ThreadLocal<Integer> taken) {
        this.taken = taken;
    }

    void add(IProcessor processor, int dialectPrecedence) {
        precedences.put(processor, dialectPrecedence);
    }

    @Override
    public int size() {
        return precedences.size();
    }

    @Override
    public Iterator<IProcessor> iterator() {
        Iterator<Map.Entry<IProcessor, Integer>> processors =
                precedences.entrySet().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                boolean more = processors.hasNext();
                if (!more) {
                    taken.remove();
                }
                return more;
            }

            @Override
            public IProcessor next() {
                Map.Entry<IProcessor, Integer> next = processors.next();
                taken.set(next.getValue());
                return next.getKey();
            }
        };
    }
}
