package io.fragmentcache.testing;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.DigestLock;
import io.fragmentcache.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** {@code digests.lock} on disk. */
record LockFile(Path path) {
    String name() {
        return path.getFileName() == null ? path.toString() : path.getFileName().toString();
    }

    /**
     * What differs from the lock. Without a lock, and with one of another format, everything does; then only a run that
     * approves may go on.
     */
    List<Change> compare(ApplicationDigests application, DigestSettings settings) {
        Optional<String> text = read();
        DigestLock now = application.toLock();
        if (text.isEmpty()) {
            return withoutHistory(Problem.lockMissing(name(), settings.command()), application, settings);
        }
        DigestLock approved = DigestLock.parse(name(), text.get());
        if (approved.format() != DependencyTree.FORMAT) {
            return withoutHistory(
                    Problem.lockOfOtherFormat(name(), approved.format(), DependencyTree.FORMAT), application, settings);
        }
        List<Change> changes = Changes.between(approved, now, application.trees());
        if (changes.isEmpty() && application.problems().isEmpty() && !settings.approve()) {
            requireSame(now.after(approved).toString(), text.get());
        }
        // A fragment whose template has a problem is not gone.
        return application.problems().isEmpty()
                ? changes
                : changes.stream()
                        .filter(change -> change.kind() != Change.Kind.OBSOLETE)
                        .toList();
    }

    private static List<Change> withoutHistory(
            Problem problem, ApplicationDigests application, DigestSettings settings) {
        if (!settings.approve()) {
            throw problem;
        }
        return Changes.between(
                new DigestLock(DependencyTree.FORMAT, new TreeMap<>(), new TreeMap<>(), new TreeMap<>()),
                application.toLock(),
                application.trees());
    }

    private void requireSame(String expected, String text) {
        List<String> lines = text.lines().toList();
        List<String> wanted = expected.lines().toList();
        for (int i = 0; i < Math.max(lines.size(), wanted.size()); i++) {
            String want = i < wanted.size() ? wanted.get(i) : "";
            if (i >= lines.size() || i >= wanted.size() || !lines.get(i).equals(want)) {
                throw Problem.lockEdited(name(), i + 1, want);
            }
        }
    }

    void write(ApplicationDigests application) {
        DigestLock now = application.toLock();
        Optional<DigestLock> approved = read().map(text -> DigestLock.parse(name(), text));
        try {
            if (path.getParent() != null) {
                Files.createDirectories(path.getParent());
            }
            Files.writeString(path, approved.map(now::after).orElse(now).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> read() {
        try {
            return Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
