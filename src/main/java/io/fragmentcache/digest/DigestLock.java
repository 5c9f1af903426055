package io.fragmentcache.digest;

import io.fragmentcache.key.Locator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The digests of an application as they were approved: the content of {@code digests.lock}. Sorted, so that two people
 * who approve the same templates write the same file.
 *
 * @param format of the digests in it, {@link DependencyTree#FORMAT} when it was written
 * @param fragments what was approved for each fragment
 * @param parts digest of each part that some fragment covers, by the part's name
 * @param messages digest of each message's text, by locale and key: {@code de cart.add}
 */
public record DigestLock(
        int format,
        SortedMap<String, Entry> fragments,
        SortedMap<String, Digest> parts,
        SortedMap<String, Digest> messages) {
    private static final int REMEMBERED = 3;
    private static final Pattern LITERAL_KEY = Pattern.compile("  key: '([^'\\\\]*)'");
    private static final Pattern IDENTITY = Pattern.compile("  (key|version|vary): ");

    /**
     * What was approved for one fragment.
     *
     * @param before its digests of earlier approvals, latest first, as far back as its key was the same
     * @param tree what it covers, as {@link DependencyTree#toString()} writes it, without the first line
     */
    public record Entry(Digest digest, List<Digest> before, List<String> tree) {
        public Entry {
            before = List.copyOf(before);
            tree = List.copyOf(tree);
        }

        /** Returns the names of the parts in the tree. */
        public Set<String> parts() {
            Set<String> parts = new TreeSet<>();
            for (String line : tree) {
                String name = line.strip();
                if (name.startsWith("~{")) {
                    parts.add(name.substring(0, name.lastIndexOf('}') + 1));
                }
            }
            return parts;
        }

        /** Returns the literal text of the key, if it is written in the template: {@code cache:key="'all'"}. */
        public Optional<String> literalKey() {
            return tree.stream()
                    .map(LITERAL_KEY::matcher)
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(1))
                    .findFirst();
        }

        private List<String> identity() {
            return tree.stream()
                    .filter(line -> IDENTITY.matcher(line).lookingAt())
                    .toList();
        }

        private Entry after(@Nullable Entry approved) {
            if (approved == null || !identity().equals(approved.identity())) {
                // Under another key the same values may mean another thing: such an entry is never shown for this one.
                return this;
            }
            List<Digest> earlier = new ArrayList<>(approved.before());
            if (!approved.digest().equals(digest)) {
                earlier.remove(digest);
                earlier.add(0, approved.digest());
            }
            return new Entry(digest, earlier.subList(0, Math.min(earlier.size(), REMEMBERED)), tree);
        }
    }

    public DigestLock {
        fragments = Collections.unmodifiableSortedMap(new TreeMap<>(fragments));
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
        messages = Collections.unmodifiableSortedMap(new TreeMap<>(messages));
    }

    /** Returns the present state of these trees, without history. */
    public static DigestLock of(Collection<DependencyTree> trees, Map<String, Digest> messages) {
        SortedMap<String, Entry> fragments = new TreeMap<>();
        SortedMap<String, Digest> parts = new TreeMap<>();
        for (DependencyTree tree : trees) {
            fragments.put(tree.fragment().toString(), new Entry(tree.digest(), List.of(), tree.below()));
            tree.parts().forEach((name, part) -> parts.put(name.toString(), part.digest()));
        }
        return new DigestLock(DependencyTree.FORMAT, fragments, parts, new TreeMap<>(messages));
    }

    /** Returns this state as approved after another one, whose digests become the history of each fragment. */
    public DigestLock after(DigestLock approved) {
        SortedMap<String, Entry> histories = new TreeMap<>();
        fragments.forEach((name, entry) ->
                histories.put(name, entry.after(approved.fragments().get(name))));
        return new DigestLock(format, histories, parts, messages);
    }

    /**
     * Returns the digests that a fragment had before this one, latest first, by the history of approvals. An entry under one
     * of them may be shown as stale while the fragment is regenerated.
     *
     * @return empty if this digest is not the approved one
     */
    public List<Digest> before(Locator fragment, Digest now) {
        Entry entry = fragments.get(fragment.toString());
        return entry == null || !entry.digest().equals(now) ? List.of() : entry.before();
    }

    /**
     * Reads the text of a lock file.
     *
     * @param file how the file is called in an error
     * @throws io.fragmentcache.problem.Problem if it holds conflict markers or anything else that no approval wrote
     */
    public static DigestLock parse(String file, String text) {
        return new LockParser(file).parse(text);
    }

    /** The text of the lock file, with LF at the end of each line. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add(LockParser.FIRST_LINE + format);
        lines.add(
                "# What each cached fragment covers. Written by an approval only, never by hand: see docs/digests.md.");
        lines.add(LockParser.FRAGMENTS);
        fragments.forEach((name, entry) -> {
            StringBuilder line = new StringBuilder(name).append(LockParser.IS).append(entry.digest());
            for (Digest digest : entry.before()) {
                line.append(line.indexOf(LockParser.BEFORE) < 0 ? LockParser.BEFORE : ", ")
                        .append(digest);
            }
            lines.add(line.toString());
            lines.addAll(entry.tree());
        });
        add(LockParser.PARTS, parts, lines);
        add(LockParser.MESSAGES, messages, lines);
        return String.join("\n", lines) + "\n";
    }

    private static void add(String section, Map<String, Digest> digests, List<String> lines) {
        lines.add(section);
        digests.forEach((name, digest) -> lines.add(name + LockParser.IS + digest));
    }
}
