package io.fragmentcache.testing;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.internal.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** What a check of all digests came to. Its text is what a person reads in a build's log. */
public final class DigestReport {
    private final String lock;
    private final String command;
    private final List<String> problems;
    private final List<Change> changes;
    private final boolean isWritten;
    private final SortedMap<String, DependencyTree> trees;
    private final List<String> unlisted;

    DigestReport(
            String lock,
            String command,
            List<String> problems,
            List<Change> changes,
            boolean isWritten,
            SortedMap<String, DependencyTree> trees,
            List<String> unlisted) {
        this.lock = lock;
        this.command = command;
        this.problems = List.copyOf(problems);
        this.changes = List.copyOf(changes);
        this.isWritten = isWritten;
        this.trees = trees;
        this.unlisted = List.copyOf(unlisted);
    }

    /** Returns whether every digest can be computed and is the one that was approved. */
    public boolean isApproved() {
        return problems.isEmpty() && (changes.isEmpty() || isWritten);
    }

    /** Returns what has to be corrected before anything can be approved, a sentence each. */
    public List<String> problems() {
        return problems;
    }

    /**
     * Returns the template resolvers whose templates cannot be listed: their fragments are checked only if they were
     * named.
     */
    public List<String> unlisted() {
        return unlisted;
    }

    /** Returns what differs from the approved state and why, a sentence each. */
    public List<String> changes() {
        return changes.stream().map(Change::toString).toList();
    }

    /** Returns the digest of each cached fragment that has one, by its locator. */
    public List<DependencyTree> fragments() {
        return List.copyOf(trees.values());
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        if (!problems.isEmpty()) {
            lines.add("Digests of cached fragments cannot be vouched for:");
            problems.forEach(problem -> lines.add("  " + problem));
        }
        if (!changes.isEmpty()) {
            lines.add("Digests of cached fragments "
                    + (isWritten ? "that were approved in " : "are not those approved in ") + lock + ":");
            changes().forEach(change -> lines.add("  " + change));
        }
        if (isApproved()) {
            String digests = trees.size() == 1 ? "1 digest is " : trees.size() + " digests are ";
            lines.add(digests + (isWritten ? "written to " : "as approved in ") + lock + ".");
        } else if (problems.isEmpty()) {
            lines.add("Intended? Approve with " + command + ", look at the diff and commit " + lock + ".");
        }
        if (!unlisted.isEmpty()) {
            lines.add("Templates of these resolvers cannot be listed, so only those are checked that were named with"
                    + " templates(..): " + String.join(", ", unlisted) + ".");
        }
        return String.join("\n", lines);
    }

    /** Returns the report for a machine: {@code approved}, {@code problems}, {@code changes}, {@code fragments}. */
    public String toJson() {
        return new Json()
                .with("approved", isApproved())
                .with("problems", List.copyOf(problems))
                .with("changes", changes.stream().map(DigestReport::json).toList())
                .with(
                        "fragments",
                        trees.values().stream().map(DigestReport::json).toList())
                .toString();
    }

    private static Json json(Change change) {
        return new Json()
                .with("fragment", change.fragment())
                .with("kind", change.kind().name())
                .with("because", change.causes().stream().map(Object::toString).toList());
    }

    private static Json json(DependencyTree tree) {
        List<Json> parts = tree.parts().entrySet().stream()
                .map(part -> new Json()
                        .with("part", part.getKey().toString())
                        .with("digest", part.getValue().digest().toString())
                        .with("place", part.getValue().place()))
                .toList();
        return new Json()
                .with("fragment", tree.fragment().toString())
                .with("digest", tree.digest().toString())
                .with("parts", parts)
                .with("messages", List.copyOf(tree.messages()));
    }
}
