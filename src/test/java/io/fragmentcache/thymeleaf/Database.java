package io.fragmentcache.thymeleaf;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;

/** Rows with a number that only grows; templates read them at the last moment: {@code ${db.read(3)}} prints 3:17. */
public final class Database {
    private final AtomicLongArray states;
    private final ThreadLocal<LongConsumer> afterRead = ThreadLocal.withInitial(() -> row -> {});

    Database(int rows) {
        states = new AtomicLongArray(rows);
    }

    public String read(long row) {
        String read = row + ":" + states.get((int) row) + ";";
        afterRead.get().accept(row);
        return read;
    }

    /** Commits a change, and gives the new number. */
    long change(int row) {
        return states.incrementAndGet(row);
    }

    int rows() {
        return states.length();
    }

    /** What this thread does between a read and the end of the fragment that shows it. */
    void afterRead(LongConsumer action) {
        afterRead.set(action);
    }
}
