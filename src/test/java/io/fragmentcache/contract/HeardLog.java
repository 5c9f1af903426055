package io.fragmentcache.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What one logger says while this is open. */
public final class HeardLog implements AutoCloseable {
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord heard) {
            records.add(heard);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private HeardLog(Logger logger) {
        this.logger = logger;
        logger.addHandler(handler);
        logger.setLevel(Level.ALL);
    }

    public static HeardLog of(Class<?> type) {
        return of(type.getName());
    }

    /** Of a class or of a package. */
    public static HeardLog of(String name) {
        return new HeardLog(Logger.getLogger(name));
    }

    /** All that was said, down to the least. */
    public List<LogRecord> records() {
        return List.copyOf(records);
    }

    public boolean hasSaid(String sentence) {
        return records.stream().anyMatch(each -> each.getMessage().equals(sentence));
    }

    public List<String> warnings() {
        return records.stream()
                .filter(each -> each.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogRecord::getMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setLevel(null);
    }
}
