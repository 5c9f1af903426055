package io.fragmentcache.digest;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;

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

    /** Whether there is such a part. One that may be absent is covered too: the digest changes when it appears. */
    public boolean isPresent() {
        return firstLine > 0 || isFound() && name.selector() == null;
    }

    /** Whether a template resolver finds its template. */
    boolean isFound() {
        return !source.equals(TemplateSources.ABSENT);
    }

    /** The same, as another name finds it. */
    Part named(PartName other) {
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

    static Part absent(PartName name) {
        Digest absent = TemplateSources.ABSENT;
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

    /** {@code shared/_stars.html line 4-6}; of an absent part, the template only. */
    public String place() {
        return !isPresent() ? file : file + " line " + (firstLine == lastLine ? firstLine : firstLine + "-" + lastLine);
    }
}
