package io.fragmentcache.problem;

import java.util.Collection;

/**
 * A mistake in a template, a model or the configuration that its author can mend. The message says what happened, with
 * the value, then what to do.
 *
 * <p>All sentences stand in this file, so that they keep one tone. Inside a template a problem surfaces as a
 * {@code TemplateProcessingException}, to which Thymeleaf adds template, line and column.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Problem(String sentence) {
        super(sentence);
    }

    private Problem(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    public static Problem locatorNotReadable(String text) {
        return new Problem("'" + text + "' is no locator. Write template :: name, for instance shop/list :: card.");
    }

    public static Problem nameNotLiteral(String name) {
        return new Problem(
                "cache:fragment '" + name + "' is no literal name. Write letters, digits, '-', '_' or '.', and put"
                        + " what changes into cache:key.");
    }

    public static Problem nullInKey() {
        return new Problem(
                "A value of cache:key is null. Show the fragment only when it is there (th:if), or write what"
                        + " stands for nothing: cache:key=\"${x} ?: 'none'\".");
    }

    public static Problem nullVersion() {
        return new Problem("cache:version is null. Write an expression that always has a value, for instance"
                + " cache:version=\"${product.updatedAt}\".");
    }

    public static Problem noVersion(String type) {
        return new Problem(
                "Cannot tell identity and version of " + type + ", a value of cache:key. Implement Versioned,"
                        + " register versions(" + simple(type) + ".class, ..) in the builder, or write plain values:"
                        + " cache:key=\"${x.id}\" cache:version=\"${x.updatedAt}\".");
    }

    public static Problem noIdentity(String type) {
        return new Problem(
                "Cannot tell the identity of " + type + ". Implement Versioned, register versions(" + simple(type)
                        + ".class, ..) in the builder, or touch it by name: touch(\"" + simple(type) + "\", id).");
    }

    public static Problem unsaved(String type) {
        return new Problem(
                "A " + type + " in cache:key has no identity yet: it was not saved. Cache it after it was saved,"
                        + " or leave it out of the cache with cache:if.");
    }

    public static Problem versionIsNull(String type, Object id) {
        return new Problem("The version of " + type + ":" + id + " is null. Give it one when it is saved, or write"
                + " cache:version=\"${..}\" beside a plain cache:key.");
    }

    public static Problem entityWithoutVersion(String type) {
        return new Problem("The entity " + type + " has @Id but no @Version. Add a @Version, register versions("
                + simple(type) + ".class, ..) in the builder, or write plain values: cache:key=\"${x.id}\""
                + " cache:version=\"${x.updatedAt}\".");
    }

    public static Problem severalIds(String type) {
        return new Problem("The entity " + type
                + " has several @Id, and one of them alone would mix up its rows. Register"
                + " versions(" + simple(type) + ".class, x -> x.a() + \"/\" + x.b(), ..) in the builder, or write plain"
                + " values: cache:key=\"${x.a}, ${x.b}\" cache:version=\"${x.updatedAt}\".");
    }

    public static Problem identityNotPlain(String type, String idType) {
        return new Problem("The identity of " + type + " is a " + idType
                + ", which is no plain value. Give a string, number," + " UUID or enum: register versions(" + type
                + ".class, x -> x.id().toString(), ..) in the builder.");
    }

    public static Problem versionNotPlain(String type, String versionType) {
        return new Problem("The version of " + type + " is a " + versionType
                + ", which is no plain value. Give a number, an" + " instant or a string: register versions(" + type
                + ".class, .., x -> x.updatedAt()) in the builder.");
    }

    public static Problem varyNotPlain(String name, String type) {
        return new Problem("'" + name + "' varies by a " + type + ", which is no plain value. Let vary(\"" + name
                + "\", ..) give a string, number, boolean or enum.");
    }

    public static Problem directoryInUse(String directory) {
        return new Problem("The directory '" + directory + "' is in use by another EhcacheStore, of this process or of"
                + " another one. Give each process a directory of its own, or share fragments through RedisStore.");
    }

    public static Problem directoryNotUsable(String directory, Throwable cause) {
        return new Problem(
                "The directory '" + directory + "' cannot be used for fragments: " + cause.getMessage()
                        + ". Name one that this process may create and write.",
                cause);
    }

    public static Problem libraryAbsent(
            String store, String group, String artifact, String classifier, Throwable cause) {
        return new Problem(
                store + " needs " + group + ":" + artifact + ", absent from the class path. Add: <dependency><groupId>"
                        + group + "</groupId><artifactId>" + artifact + "</artifactId>"
                        + (classifier.isEmpty() ? "" : "<classifier>" + classifier + "</classifier>")
                        + "</dependency>, as docs/stores.md shows it.",
                cause);
    }

    public static Problem argumentNotPlain(String type) {
        return new Problem("An argument of a cache:hole is a " + type + ", which cannot be kept with its fragment. Hand"
                + " over what names it, and let the hole read the rest: cache:hole=\"id=${p.id}\".");
    }

    public static Problem notReadableTwice(String type) {
        return new Problem("A value of cache:key is a " + type + ", which can be read only once. Collect it into a list"
                + " before the template is rendered.");
    }

    public static Problem notReadable(String member, Throwable cause) {
        return new Problem(
                "Cannot read " + member + ", which carries @Id or @Version. Open its package to this library, or"
                        + " register versions(..) in the builder.",
                cause);
    }

    public static Problem durationNotReadable(String text) {
        return new Problem(
                "'" + text + "' is no duration. Write 30s, 10m, 1h, 7d, 500ms, an ISO-8601 duration such as PT90S,"
                        + " or forever.");
    }

    public static Problem negativeDuration(String name, String duration) {
        return new Problem("The duration '" + name + "' is " + duration + ", which is negative. Write zero or more.");
    }

    public static Problem jitterOutOfRange(double share) {
        return new Problem("A jitter of " + share
                + " is out of range. Write a share of the lifetime from 0 (none) to below 1," + " for instance 0.2.");
    }

    public static Problem staleAfterForever() {
        return new Problem(
                "A fragment that is fresh forever is never stale by age. Leave stale out, or write how long it is"
                        + " fresh.");
    }

    public static Problem touchedTooLong(String lifetime) {
        return new Problem("'touched' is longer than fresh and stale together (" + lifetime
                + "): an outdated entry would be" + " shown longer than an untouched one. Shorten touched.");
    }

    public static Problem unknownVary(String name, Collection<String> known) {
        return new Problem("cache:vary names '" + name + "', which nothing supplies. Known: locale"
                + (known.isEmpty() ? "" : ", " + String.join(", ", known)) + ". Add vary(\"" + name
                + "\", ..) to the builder.");
    }

    public static Problem givenTwice(String what, String name) {
        return new Problem("The " + what + " '" + name + "' is given twice. Give it once, or choose another name.");
    }

    /** As it is written in a source file: the sentences are copied from there. */
    private static String simple(String type) {
        return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
    }
}
