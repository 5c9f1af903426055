package io.fragmentcache.digest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One part of a template as it is now.
 *
 * @param name which part
 * @param file the template's file, below the resolver's root
 * @param firstLine where it begins, counted from 1; 0 when nothing was found
 * @param lastLine where it ends
 * @param digest of what is written in it, without what it includes
 * @param references what it includes, in order of appearance
 * @param messages literal keys of the messages it prints, sorted
 * @param dynamicMessages whether it prints messages whose keys are chosen at run time
 * @param identity what tells its entries apart, as the fragment's tag has it: {@code key: ${p}}; empty for other parts
 * @param source digest of the raw template
 * @param isVolatile whether the template may change while the application runs
 */
public record Part(
        PartName name,
        String file,
        int firstLine,
        int lastLine,
        Digest digest,
        List<Reference> references,
        SortedSet<String> messages,
        boolean dynamicMessages,
        List<String> identity,
        Digest source,
        boolean isVolatile) {

    /** Returns whether the part exists. One that may be absent is covered too: the digest changes when it appears. */
    public boolean isPresent() {
        return firstLine > 0 || isFound() && name.selector() == null;
    }

    /** Returns whether a template resolver finds its template. */
    public boolean isFound() {
        return !source.equals(Digest.ABSENT);
    }

    /** Returns the same part under another name. */
    public Part named(PartName other) {
        return new Part(
                other,
                file,
                firstLine,
                lastLine,
                digest,
                references,
                messages,
                dynamicMessages,
                identity,
                source,
                isVolatile);
    }

    /** Returns a part that joins both under this name; this part if the other is the same one. */
    public Part and(Part other) {
        if (digest.equals(other.digest) && firstLine == other.firstLine) {
            return this;
        }
        SortedSet<String> allMessages = new TreeSet<>(messages);
        allMessages.addAll(other.messages);
        List<Reference> all = new ArrayList<>(references);
        all.addAll(other.references);
        return new Part(
                name,
                file,
                Math.min(firstLine, other.firstLine),
                Math.max(lastLine, other.lastLine),
                Digest.of(digest.toString(), other.digest.toString()),
                List.copyOf(all),
                Collections.unmodifiableSortedSet(allMessages),
                dynamicMessages || other.dynamicMessages,
                identity,
                source,
                isVolatile);
    }

    /** Returns a part that does not exist. */
    public static Part absent(PartName name) {
        Digest absent = Digest.ABSENT;
        return new Part(
                name,
                PartName.readable(name.template()),
                0,
                0,
                absent,
                List.of(),
                Collections.emptySortedSet(),
                false,
                List.of(),
                absent,
                false);
    }

    /** Returns the place, such as {@code shared/_stars.html line 4-6}; the template only if the part is absent. */
    public String place() {
        return !isPresent() ? file : file + " line " + (firstLine == lastLine ? firstLine : firstLine + "-" + lastLine);
    }
}
