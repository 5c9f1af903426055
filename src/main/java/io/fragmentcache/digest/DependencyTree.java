package io.fragmentcache.digest;

import io.fragmentcache.digest.Reference.Kind;
import io.fragmentcache.internal.Internal;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.PlainValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that the digest of one fragment covers: its own element, and transitively what it includes. Immutable; two trees
 * with equal digests cover equal templates.
 */
public final class DependencyTree {
    /** Part of every digest: raised when what a digest covers changes, which makes every fragment cold once. */
    public static final int FORMAT = 1;

    private static final int BYTES_OF_A_TREE = 1_000;
    private static final int BYTES_OF_A_PART = 1_000;
    private static final int BYTES_OF_A_NAME = 150;

    private final PartName root;
    private final Map<String, Object> attributes;
    private final @Nullable String mode;
    private final SortedMap<PartName, Part> parts;
    private final Map<PartName, Set<PartName>> children;
    private final SortedMap<String, List<String>> directories;
    private final List<Reference> unresolved;
    private final Set<String> messages;
    private final boolean dynamicMessages;
    private final boolean isVolatile;
    private final Digest digest;

    /** @param mode in which the fragment's template is parsed; null where it is the one that its resolver gives */
    public DependencyTree(
            PartName root,
            Map<String, Object> attributes,
            @Nullable String mode,
            SortedMap<PartName, Part> parts,
            Map<PartName, Set<PartName>> children,
            SortedMap<String, List<String>> directories,
            List<Reference> unresolved) {
        this.root = root;
        this.attributes = attributes;
        this.mode = mode;
        this.parts = Collections.unmodifiableSortedMap(parts);
        this.children = children;
        this.directories = Collections.unmodifiableSortedMap(directories);
        this.unresolved = List.copyOf(unresolved);
        Set<String> keys = new TreeSet<>();
        parts.values().forEach(part -> keys.addAll(part.messages()));
        this.messages = Collections.unmodifiableSet(keys);
        this.dynamicMessages = parts.values().stream().anyMatch(Part::dynamicMessages);
        this.isVolatile = parts.values().stream().anyMatch(Part::isVolatile);
        this.digest = digest(root, attributes, parts);
    }

    /** Returns about the bytes that this tree takes in memory. */
    @Internal
    public int weight() {
        long weight = BYTES_OF_A_TREE;
        for (Part part : parts.values()) {
            weight += BYTES_OF_A_PART
                    + part.name().template().length()
                    + BYTES_OF_A_NAME
                            * ((long) part.references().size() + part.messages().size());
        }
        return (int) Math.min(Integer.MAX_VALUE, weight);
    }

    private static Digest digest(PartName root, Map<String, Object> attributes, SortedMap<PartName, Part> parts) {
        DigestBuilder builder = new DigestBuilder().add(FORMAT);
        add(root, builder);
        // Of values without a form of their own the content of the templates must tell.
        new TreeMap<>(attributes).forEach((name, value) -> {
            if (PlainValues.is(value)) {
                builder.add(name).add(value.getClass().getName()).add(value.toString());
            }
        });
        builder.add(parts.size());
        parts.forEach((name, part) -> {
            add(name, builder);
            builder.add(part.digest());
        });
        return builder.toDigest();
    }

    private static void add(PartName name, DigestBuilder builder) {
        builder.add(name.template()).add(name.selectorOrBlank()).add(name.fragmentOrBlank());
    }

    /** Returns the fragment whose tree this is. */
    public Locator fragment() {
        return new Locator(root.template(), root.fragmentOrBlank());
    }

    /** Returns the digest of all parts. */
    public Digest digest() {
        return digest;
    }

    /** Returns the part that is the fragment itself. */
    public PartName root() {
        return root;
    }

    /** Returns the {@code cache:} attributes of the fragment's tag, as they are written. */
    public Map<String, Object> attributes() {
        return attributes;
    }

    /**
     * Returns the mode that the engine was told to parse the fragment's template in; empty if the resolver decides it.
     */
    public Optional<String> mode() {
        return Optional.ofNullable(mode);
    }

    /** Templates in the directories that {@code cache:depends="dir/*"} names. */
    public SortedMap<String, List<String>> directories() {
        return directories;
    }

    /** Returns every part that the digest covers, including the fragment itself, sorted by name. */
    public SortedMap<PartName, Part> parts() {
        return parts;
    }

    /** Returns the digest of each raw template behind the fragment, by the template's name. */
    public Map<String, Digest> sources() {
        Map<String, Digest> sources = new TreeMap<>();
        parts.values().forEach(part -> sources.put(part.name().template(), part.source()));
        return sources;
    }

    /** Returns what a part includes directly, in order of appearance. */
    public List<PartName> children(PartName part) {
        return List.copyOf(children.getOrDefault(part, Set.of()));
    }

    /** Returns the shortest way from the fragment to a part of this tree, both included; empty if there is none. */
    public List<PartName> pathTo(PartName part) {
        return Paths.shortest(root, part, this::children);
    }

    /**
     * Returns whether a template behind the fragment may change while the application runs: it is not cacheable, or
     * only for a time.
     */
    public boolean isVolatile() {
        return isVolatile;
    }

    /**
     * Returns what is included by a name chosen at run time and not listed in {@code cache:depends}: edits there are
     * not seen.
     */
    public List<Reference> open() {
        return unresolved(Kind.OPEN);
    }

    /** Fragments handed in as parameters and printed here: they have to join the key when the fragment is shown. */
    public List<Reference> handed() {
        return unresolved(Kind.HANDED);
    }

    /** Returns what the page around the fragment fills in, as {@code layout:fragment}: the page has to join the key. */
    public List<Reference> fromPage() {
        return unresolved(Kind.PAGE);
    }

    private List<Reference> unresolved(Kind kind) {
        return unresolved.stream().filter(reference -> reference.kind() == kind).toList();
    }

    /** Returns the literal keys of all messages that the fragment prints, sorted. */
    public Set<String> messages() {
        return messages;
    }

    /** Returns whether it prints messages whose keys are chosen at run time. */
    public boolean dynamicMessages() {
        return dynamicMessages;
    }

    /** The tree, a line for each part, indented by depth. */
    @Override
    public String toString() {
        return root + "  " + digest + "\n"
                + String.join("", below().stream().map(line -> line + "\n").toList());
    }

    private List<String> identity() {
        Part own = parts.get(root);
        return own == null ? List.of() : own.identity();
    }

    /** The lines of the tree below the fragment itself. */
    List<String> below() {
        List<String> lines = new ArrayList<>();
        identity().forEach(setting -> lines.add("  " + setting));
        new TreePrinter(parts, this::children, lines).children(root, "  ");
        if (!messages.isEmpty() || dynamicMessages) {
            lines.add("  messages: " + String.join(", ", messages)
                    + (dynamicMessages ? (messages.isEmpty() ? "" : ", ") + "chosen at run time" : ""));
        }
        directories.keySet().forEach(directory -> lines.add("  depends: " + directory + "/*"));
        for (Reference reference : unresolved) {
            lines.add("  " + TreePrinter.word(reference.kind()) + ": "
                    + reference.source().replaceAll("\\s+", " ") + " (" + reference.file()
                    + ")");
        }
        return lines;
    }
}
