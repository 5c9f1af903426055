package io.fragmentcache.internal.usage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fragmentcache.key.Key;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which keys of one fragment were rendered, and which of their parts differ. Thread-safe. */
public final class KeyUsage {
    private static final int MOST_PARTS = 8;
    private static final int LAST = 8;

    /**
     * What was seen of one part.
     *
     * @param values how many different ones, about
     * @param others how many different keys there would be without it, about
     */
    public record Part(KeyParts.Origin origin, String label, long values, long others) {}

    private static final class Seen {
        private final KeyParts.Origin origin;
        private String label;
        private final Distinct values = new Distinct();
        private final Distinct others = new Distinct();

        Seen(KeyParts.Value value) {
            this.origin = value.origin();
            this.label = value.label();
        }
    }

    private final Distinct keys = new Distinct();
    private final Distinct languages = new Distinct();

    @GuardedBy("this") private final List<Seen> parts = new ArrayList<>(2);

    @GuardedBy("this") private final Deque<List<String>> last = new ArrayDeque<>(2);

    @GuardedBy("this") private @Nullable String change;

    /** @param split the same key, by parts */
    void add(Key key, KeyParts split) {
        keys.add(key.hashCode());
        languages.add(split.language().hashCode());
        List<String> texts = new ArrayList<>(split.shows());
        texts.add(0, split.language());
        synchronized (this) {
            for (int i = 0; i < Math.min(MOST_PARTS, split.values().size()); i++) {
                KeyParts.Value value = split.values().get(i);
                if (i == parts.size()) {
                    parts.add(new Seen(value));
                }
                Seen seen = parts.get(i);
                // What is read beside the key is learned by and by.
                seen.label = value.label();
                seen.values.add(value.text().hashCode());
                List<String> rest = new ArrayList<>(texts);
                rest.remove(i + 1);
                seen.others.add(rest.hashCode());
            }
            compare(texts);
        }
    }

    @GuardedBy("this") private void compare(List<String> texts) {
        for (List<String> before : last) {
            int differs = -1;
            for (int i = 0; i < texts.size() && before.size() == texts.size(); i++) {
                if (!Objects.equals(texts.get(i), before.get(i))) {
                    differs = differs == -1 ? i : Integer.MAX_VALUE;
                }
            }
            if (differs >= 0 && differs != Integer.MAX_VALUE) {
                change = (differs == 0 ? "language" : "part " + differs) + ": " + before.get(differs) + " → "
                        + texts.get(differs);
                break;
            }
        }
        last.addFirst(texts);
        if (last.size() > LAST) {
            last.removeLast();
        }
    }

    /** How many different keys were rendered, about. */
    public long keys() {
        return keys.estimate();
    }

    /** In how many languages. */
    public long languages() {
        return languages.estimate();
    }

    /** The parts that {@code cache:key}, {@code cache:vary} and reads of the template gave, in order. */
    public synchronized List<Part> parts() {
        return parts.stream()
                .map(seen -> new Part(seen.origin, seen.label, seen.values.estimate(), seen.others.estimate()))
                .toList();
    }

    /** What alone told a key that was rendered from one rendered shortly before; null if no two were so alike. */
    public synchronized @Nullable String lastChange() {
        return change;
    }
}
