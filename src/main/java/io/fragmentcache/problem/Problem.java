package io.fragmentcache.problem;

import io.fragmentcache.internal.Internal;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A mistake in a template, a model or the configuration that its author can correct. The message says what happened, with
 * the value, then what to do.
 *
 * <p>All sentences stand in this file, so that they keep one tone. Inside a template a problem surfaces as a
 * {@code TemplateProcessingException}, to which Thymeleaf adds template, line and column.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final String PATHS = "paths such as ${session.user.plan}";

    private final String id;
    private boolean ofDigest;
    private boolean ofFunction;

    private Problem(String id, String sentence) {
        super(sentence);
        this.id = id;
    }

    /** Without a stack: of what is thrown and caught again for each look-up. */
    private Problem(String id, String sentence, boolean hasStack) {
        super(sentence, null, hasStack, hasStack);
        this.id = id;
    }

    private Problem(String id, String sentence, Throwable cause) {
        super(sentence, cause);
        this.id = id;
    }

    /** Returns the anchor of this problem in {@code docs/errors.md}, such as {@code null-in-key}. */
    public String id() {
        return id;
    }

    /**
     * Returns whether the problem concerns what cannot be digested, so that a fragment cannot be cached but its page
     * may be right.
     */
    public boolean isOfDigest() {
        return ofDigest;
    }

    /**
     * Returns whether a function of the application failed, so that a fragment cannot be cached but its page may be
     * right.
     */
    public boolean isOfFunction() {
        return ofFunction;
    }

    @Internal
    public static Problem locatorNotReadable(String text) {
        return new Problem(
                "locator-not-readable",
                "'" + text + "' is not a locator. Write template :: name, for instance shop/list :: card.");
    }

    @Internal
    public static Problem nameNotLiteral(String name) {
        return new Problem(
                "name-not-literal",
                "cache:fragment '" + name + "' is not a literal name. Write letters, digits, '-', '_' or '.', and put"
                        + " what changes into cache:key.");
    }

    @Internal
    public static Problem factTooLarge(int most) {
        return new Problem(
                "fact-too-large",
                "It has more than " + most + " members. Read less of it, name what it shows in cache:key,"
                        + " or put that part in cache:hole.");
    }

    @Internal
    public static Problem factWithoutIdentity(String type) {
        return new Problem(
                "fact-without-identity",
                "A " + type + " has no identity. Implement Versioned, register model(" + simple(type)
                        + ".class, ..) in the builder, read plain values of it by "
                        + PATHS + ", or put that part in cache:hole.",
                false);
    }

    @Internal
    public static Problem nullInKey() {
        return new Problem(
                "null-in-key",
                "A value of cache:key is null. Show the fragment only if it exists (th:if), or give a value for its"
                        + " absence: cache:key=\"${x} ?: 'none'\".");
    }

    @Internal
    public static Problem nullVersion() {
        return new Problem(
                "null-version",
                "cache:version is null. Write an expression that always has a value, for instance"
                        + " cache:version=\"${product.updatedAt}\".");
    }

    @Internal
    public static Problem noVersion(String type) {
        return new Problem(
                "no-version",
                "Cannot tell identity and version of " + type + ", a value of cache:key. Implement Versioned,"
                        + " register model(" + simple(type) + ".class, ..) in the builder, or write plain values:"
                        + " cache:key=\"${x.id}\" cache:version=\"${x.updatedAt}\".");
    }

    @Internal
    public static Problem noIdentity(String type) {
        return new Problem(
                "no-identity",
                "Cannot tell the identity of " + type + ". Implement Versioned, register model(" + simple(type)
                        + ".class, ..) in the builder, or touch it by name: touch(\"" + simple(type) + "\", id).");
    }

    @Internal
    public static Problem unsaved(String type) {
        return new Problem(
                "unsaved",
                "A " + type + " in cache:key has no identity yet: it was not saved. Cache it after it was saved,"
                        + " or leave it out of the cache with cache:if.");
    }

    @Internal
    public static Problem versionIsNull(String type, Object id) {
        return new Problem(
                "version-is-null",
                "The version of " + type + ":" + id + " is null. Give it one when it is saved, or write"
                        + " cache:version=\"${..}\" beside a plain cache:key.");
    }

    @Internal
    public static Problem entityWithoutVersion(String type) {
        return new Problem(
                "entity-without-version",
                "The entity " + type + " has @Id but no @Version. Add a @Version, register model("
                        + simple(type) + ".class, ..) in the builder, or write plain values: cache:key=\"${x.id}\""
                        + " cache:version=\"${x.updatedAt}\".");
    }

    @Internal
    public static Problem parentNotReadable(String type, Throwable cause) {
        return new Problem(
                "parent-not-readable",
                "The parent of a " + type
                        + " could not be read while it was touched, so fragments of its parents may show"
                        + " its old state until they expire. Let touches(" + simple(type) + ".class, ..) in the builder"
                        + " return null, a tag or a model that has an identity, and touch while its session is open.",
                cause);
    }

    @Internal
    public static Problem tooManyParents(String type, int most) {
        return new Problem(
                "too-many-parents",
                "More than " + most + " models are above a " + type + " that was touched, so every fragment was"
                        + " touched. Let touches(..) in the builder and @Touches lead to models that exist, not to a new one"
                        + " each time.");
    }

    @Internal
    public static Problem deferralFailed(Throwable cause) {
        return new Problem(
                "deferral-failed",
                "The function of deferTouches(..) failed, so the touch was applied at once. Let it run what it is given"
                        + " after the commit, or immediately where there is no transaction.",
                cause);
    }

    @Internal
    public static Problem identityNotPlain(String type, String idType) {
        return new Problem(
                "identity-not-plain",
                "The identity of " + type + " is a " + idType
                        + ", which is not a plain value. Give a string, number," + " UUID or enum: register model("
                        + type
                        + ".class, x -> x.id().toString(), ..) in the builder.");
    }

    @Internal
    public static Problem versionNotPlain(String type, String versionType) {
        return new Problem(
                "version-not-plain",
                "The version of " + type + " is a " + versionType
                        + ", which is not a plain value. Give a number, an" + " instant or a string: register model("
                        + type
                        + ".class, .., x -> x.updatedAt()) in the builder.");
    }

    @Internal
    public static Problem varyNotPlain(String name, String type) {
        return new Problem(
                "vary-not-plain",
                "'" + name + "' varies by a " + type + ", which is not a plain value. Let vary(\"" + name
                        + "\", ..) give a string, number, boolean or enum.");
    }

    @Internal
    public static Problem varyFailed(String name, Throwable cause) {
        return ofFunction(new Problem(
                "vary-failed",
                "The function of vary(\"" + name + "\", ..) threw "
                        + cause.getClass().getName()
                        + ", so the fragment cannot be cached. Let it return null where the request tells nothing.",
                cause));
    }

    @Internal
    public static Problem alwaysFailed(String name, Throwable cause) {
        return ofFunction(new Problem(
                "always-failed",
                "The supplier of always(\"" + name + "\", ..) threw "
                        + cause.getClass().getName()
                        + ", so no fragment can be cached. Let it return null where there is no value.",
                cause));
    }

    @Internal
    public static Problem modelFailed(String type, Throwable cause) {
        return ofFunction(new Problem(
                "model-failed",
                "Reading the identity and version of a " + type + " threw "
                        + cause.getClass().getName() + ", so the fragment cannot be cached. Fix cacheVersion(), the"
                        + " functions of model(..) in the builder, or load what they read before the page is rendered.",
                cause));
    }

    private static Problem ofFunction(Problem problem) {
        problem.ofFunction = true;
        return problem;
    }

    @Internal
    public static Problem directoryInUse(String directory) {
        return new Problem(
                "directory-in-use",
                "The directory '" + directory + "' is in use by another EhcacheStore, of this process or of"
                        + " another one. Give each process a directory of its own, or share fragments through RedisStore.");
    }

    @Internal
    public static Problem directoryNotUsable(String directory, Throwable cause) {
        return new Problem(
                "directory-not-usable",
                "The directory '" + directory + "' cannot be used for fragments: " + cause.getMessage()
                        + ". Name one that this process may create and write.",
                cause);
    }

    /** Says neither the URI nor its cause, which repeats it: a password may stand in it. */
    @Internal
    public static Problem redisUriNotReadable() {
        return new Problem(
                "redis-uri-not-readable",
                "The URI of RedisStore cannot be read; it is not shown here, since a password may stand in it."
                        + " Write redis://user:password@host:6379/0, or rediss:// for TLS, and %40 %2F %3A %23 for @ / : # in a"
                        + " password.");
    }

    @Internal
    public static Problem redisIsACluster() {
        return new Problem(
                "redis-is-a-cluster",
                "Redis answers as a node of a cluster, which a URI of redis:// does not reach. Write"
                        + " redis-cluster://user:password@host1:6379,host2:6379 with some of its nodes, or rediss-cluster:// for"
                        + " TLS.");
    }

    @Internal
    public static Problem redisIsNoCluster() {
        return new Problem(
                "redis-is-no-cluster",
                "Redis answers that it is not a cluster. Write redis:// in place of redis-cluster://, or rediss://"
                        + " for TLS.");
    }

    @Internal
    public static Problem libraryAbsent(
            String store, String group, String artifact, String classifier, Throwable cause) {
        return new Problem(
                "library-absent",
                store + " needs " + group + ":" + artifact + ", absent from the class path. Add: <dependency><groupId>"
                        + group + "</groupId><artifactId>" + artifact + "</artifactId>"
                        + (classifier.isEmpty() ? "" : "<classifier>" + classifier + "</classifier>")
                        + "</dependency>, as docs/stores.md shows it.",
                cause);
    }

    @Internal
    public static Problem jsoupAbsent(Throwable cause) {
        return new Problem(
                "jsoup-absent",
                "Comparing two pages needs org.jsoup:jsoup, absent from the class path. Add: <dependency><groupId>"
                        + "org.jsoup</groupId><artifactId>jsoup</artifactId><scope>test</scope></dependency>, as"
                        + " docs/testing.md shows it.",
                cause);
    }

    @Internal
    public static Problem sameVisitor(String name) {
        return new Problem(
                "same-visitor",
                "Both visitors are named '" + name + "', so no sentence could tell them apart. Give each a"
                        + " name of its own: Visitor.named(\"Zoë\").");
    }

    @Internal
    public static Problem memberThrew(String member, String type, Throwable cause) {
        return new Problem(
                "member-threw",
                "Reading " + member + " of " + type + " threw "
                        + cause.getClass().getSimpleName() + ". Fix it, or register model(" + simple(type)
                        + ".class, ..) in the builder.",
                cause);
    }

    @Internal
    public static Problem notReadableTwice(String type) {
        return new Problem(
                "not-readable-twice",
                "A value of cache:key is a " + type + ", which can be read only once. Collect it into a list"
                        + " before the template is rendered.");
    }

    @Internal
    public static Problem notReadable(String member, Throwable cause) {
        return new Problem(
                "not-readable",
                "Cannot read " + member + ", which carries @Id or @Version. Open its package to this library, or"
                        + " register model(..) in the builder.",
                cause);
    }

    @Internal
    public static Problem durationNotReadable(String text) {
        return new Problem(
                "duration-not-readable",
                "'" + text + "' is not a duration. Write 30s, 10m, 1h, 7d, 500ms, an ISO-8601 duration such as PT90S,"
                        + " or forever.");
    }

    @Internal
    public static Problem negativeDuration(String name, String duration) {
        return new Problem(
                "negative-duration",
                "The duration '" + name + "' is " + duration + ", which is negative. Write zero or more.");
    }

    @Internal
    public static Problem jitterOutOfRange(double share) {
        return new Problem(
                "jitter-out-of-range",
                "A jitter of " + share + " is out of range. Write a share of the lifetime from 0 (none) to below 1,"
                        + " for instance 0.2.");
    }

    @Internal
    public static Problem earlyOutOfRange(double share) {
        return new Problem(
                "early-out-of-range",
                "early(" + share
                        + ") is out of range. Write the share of its freshness after which a fragment is regenerated, above 0 and"
                        + " below 1, for instance 0.9.");
    }

    @Internal
    public static Problem betaOutOfRange(double beta) {
        return new Problem(
                "beta-out-of-range",
                "A beta of " + beta + " is out of range. Write a number above 0 and up to 100; 1 is usual.");
    }

    @Internal
    public static Problem renderingHangs(String fragment, String limit) {
        return new Problem(
                "rendering-hangs",
                "Rendering '" + fragment + "' takes longer than " + limit
                        + ", so no request waits for it any more. Give what it calls a time-out of its own, or raise"
                        + " renderTimeout(..) in the builder.");
    }

    @Internal
    public static Problem durationOfNothing(String name, String duration) {
        return new Problem(
                "duration-of-nothing", name + "(" + duration + ") leaves no time. Write a duration above zero.");
    }

    @Internal
    public static Problem noWorkers(int number) {
        return new Problem("no-workers", "workers(" + number + ") would regenerate nothing. Write 1 or more.");
    }

    @Internal
    public static Problem sizeBelowZero(String size) {
        return new Problem(
                "size-below-zero", "A store of " + size + " holds nothing. Write 0 or more, for instance 64MB.");
    }

    @Internal
    public static Problem diskTooSmall(String size) {
        return new Problem(
                "disk-too-small", "Files of " + size + " hold nothing. Write 1MB or more, for instance 512MB.");
    }

    @Internal
    public static Problem propertyMissing(String property, String example) {
        return new Problem(
                "property-missing",
                "It needs " + property + " too. Write, for instance, " + property + "=" + example + ".");
    }

    @Internal
    public static Problem lockNotReadable(String file, Throwable cause) {
        return new Problem(
                "lock-not-readable",
                "The file of digests " + file + " cannot be read: " + cause.getMessage()
                        + ". Write where digests.lock is, for instance classpath:digests.lock, or leave the property out.",
                cause);
    }

    @Internal
    public static Problem cacheIsClosed() {
        return new Problem(
                "cache-is-closed",
                "A page asked the fragment cache after it was closed: fragments are rendered, and not stored. Close"
                        + " the cache when the application ends. To stop regenerations for a while, call pause() and resume().");
    }

    @Internal
    public static Problem secretTooShort(int bytes, int atLeast) {
        return new Problem(
                "secret-too-short",
                "A secret of " + bytes + " bytes can be guessed. Give at least " + atLeast
                        + ", the same on each node.");
    }

    @Internal
    public static Problem staleAfterForever() {
        return new Problem(
                "stale-after-forever",
                "A fragment that is fresh forever is never stale by age. Leave stale out, or write how long it is"
                        + " fresh.");
    }

    @Internal
    public static Problem setTwice(String method) {
        return new Problem(
                "set-twice",
                "'" + method + "' is set twice in the builder, and one of the two would be lost. Call " + method
                        + "(..) once.");
    }

    @Internal
    public static Problem nullArgument(String method, String name) {
        return new Problem(
                "null-argument",
                "The argument '" + name + "' of " + method + "(..) is null. Leave the call out to have the"
                        + " default.");
    }

    @Internal
    public static Problem negativeStore(long bytes) {
        return new Problem(
                "negative-store",
                "A store of " + bytes + " bytes holds nothing. Give the bytes that its entries may take, for instance"
                        + " CaffeineStore.ofMegabytes(64).");
    }

    @Internal
    public static Problem noTouchesRemembered(String call) {
        return new Problem(
                "no-touches-remembered",
                call + " remembers no touch. Give the number of tags that are touched"
                        + " while entries live, at least 1; the default is 200 000.");
    }

    @Internal
    public static Problem timesOutOfOrder(long freshUntil, long staleUntil, long keepUntil) {
        return new Problem(
                "times-out-of-order",
                "Times are out of order: fresh until " + freshUntil + ", stale until " + staleUntil + ", kept until "
                        + keepUntil + ". Each must be as late as the one before, or later.");
    }

    @Internal
    public static Problem versionPart(String type) {
        return new Problem(
                "version-part",
                "A part of a Version is a " + type + ". Give a Long or a String: dates as microseconds, everything else"
                        + " as text.");
    }

    @Internal
    public static Problem digestNotReadable(String text) {
        return new Problem(
                "digest-not-readable",
                "'" + text + "' is not a digest. Give the 32 hexadecimal digits that Digest.toString() writes.");
    }

    @Internal
    public static Problem staleAfterTouchTooLong(String lifetime) {
        return new Problem(
                "stale-after-touch-too-long",
                "'stale-after-touch' is longer than fresh and stale together (" + lifetime
                        + "): an outdated entry would be"
                        + " shown longer than an untouched one. Shorten stale-after-touch.");
    }

    @Internal
    public static Problem unknownVary(String name, Collection<String> known) {
        return new Problem(
                "unknown-vary",
                "cache:vary names '" + name + "', which nothing supplies. Known: locale"
                        + (known.isEmpty() ? "" : ", " + String.join(", ", known)) + ". Add vary(\"" + name
                        + "\", ..) to the builder.");
    }

    @Internal
    public static Problem givenTwice(String what, String name) {
        return new Problem(
                "given-twice", "The " + what + " '" + name + "' is given twice. Give it once, or choose another name.");
    }

    @Internal
    public static Problem noName() {
        return new Problem("no-name", "<cache:fragment> has no name. Write name=\"card\", unique in its template.");
    }

    @Internal
    public static Problem noKey(String name) {
        return new Problem(
                "no-key",
                "It has no key. Write cache:key=\"${product}\", or cache:key=\"'static'\" if it never changes.");
    }

    @Internal
    public static Problem unknownAttribute(String written, String nearest) {
        return new Problem(
                "unknown-attribute",
                "'" + written + "' is not an attribute of the fragment cache. Did you mean '" + nearest + "'?");
    }

    @Internal
    public static Problem withoutFragment(String written) {
        return new Problem(
                "without-fragment",
                "'" + written + "' stands on a tag without cache:fragment, where it does nothing. Add"
                        + " cache:fragment=\"name\" to the tag, or remove it.");
    }

    @Internal
    public static Problem unknownProfile(String name, Collection<String> known) {
        return new Problem(
                "unknown-profile",
                "cache:lifetime names the profile '" + name + "', which is not configured. Known: "
                        + (known.isEmpty() ? "none" : String.join(", ", known)) + ". Add profile(\"" + name
                        + "\", Lifetime.of(..)) to the builder.");
    }

    @Internal
    public static Problem edgeNamespace(String name) {
        return new Problem(
                "edge-namespace",
                "The namespace of edge tags is '" + name + "'. Write letters, digits, '-', '_' and '.'.");
    }

    @Internal
    public static Problem edgeTagsWithoutAge() {
        return new Problem(
                "edge-tags-without-age",
                "edgeTags is set, but no age: an edge keeps no page that says none. Add maxAge(..) or"
                        + " cdnMaxAge(..).");
    }

    @Internal
    public static Problem edgeBudget(int tags, int bytes) {
        return new Problem(
                "edge-budget",
                "A header of " + tags + " tags and " + bytes
                        + " bytes holds too little. Give at least 2 tags and 128 bytes.");
    }

    @Internal
    public static Problem edgeTagsFolded(String header, int tags) {
        return new Problem(
                "edge-tags-folded",
                "A page has " + tags + " tags, more than " + header + " holds, so tags of models were"
                        + " replaced by those of their types: a purge of one model reaches more pages than show it. Raise"
                        + " EdgeTags.atMost(tags, bytes) if your edge takes more. This is said once.");
    }

    @Internal
    public static Problem untilOfNoTime(String value) {
        return new Problem(
                "until-of-no-time",
                "cache:until is " + value + ", which is not a time. Give an Instant, ZonedDateTime,"
                        + " OffsetDateTime, LocalDateTime, LocalDate, Date or Duration, the word midnight, or null for no end.");
    }

    @Internal
    public static Problem listsOfNoType(String name) {
        return new Problem(
                "lists-of-no-type",
                "cache:lists names '" + name + "', which is not the name of a type. Write the names of types as"
                        + " tags spell them, separated by commas: cache:lists=\"Product, Review\".");
    }

    @Internal
    public static Problem varyWithoutRequest() {
        return new Problem(
                "vary-without-request",
                "cache:vary needs a request, and there is none. Render with a web context, or put the value into"
                        + " cache:key.");
    }

    @Internal
    public static Problem varyOfInner(
            String fact, String inner, String placeOfInner, String outer, String placeOfOuter) {
        return new Problem(
                "vary-of-inner",
                "'" + inner + "' (" + placeOfInner + ") varies by '" + fact + "' inside '" + outer + "' ("
                        + placeOfOuter + "), which does not. Add cache:vary=\"" + fact + "\" to '" + outer
                        + "' or make '"
                        + inner
                        + "' a cache:hole.");
    }

    @Internal
    public static Problem confined(String fragment, String variable) {
        return new Problem(
                "confined",
                "'" + fragment + "' reads " + variable + ", an entity of the request's persistence session, which"
                        + " another thread must not use: its readers wait when it is stale. Give the variable as Lazy.of(() -> ..),"
                        + " or add source(\"" + fragment + "\", id -> Map.of(..)) to the builder.");
    }

    @Internal
    public static Problem changeNotTouched() {
        return new Problem(
                "change-not-touched",
                "A change that Hibernate wrote was not touched, so fragments that show it stay as they are until"
                        + " they expire. The cause follows. Touch it by hand: cache.touch(..).");
    }

    @Internal
    public static Problem detached(String what) {
        return new Problem(
                "detached",
                "A fragment that is regenerated in the background reads " + what + ", which only a request has."
                        + " Put it into the key with cache:vary, or that part into cache:hole.");
    }

    @Internal
    public static Problem dataDriven(String variable) {
        return new Problem(
                "data-driven",
                "The variable '" + variable + "' is data-driven: inside a cached fragment it would print nothing."
                        + " Collect it into a list, or leave this part uncached.");
    }

    @Internal
    public static Problem templateNotFound(String template) {
        return ofDigest(new Problem(
                "template-not-found",
                "No template resolver finds '" + template + "'. Correct the name, or add a resolver for it."));
    }

    @Internal
    public static Problem templateNotParsable(String file, int line, String why) {
        return ofDigest(new Problem(
                "template-not-parsable",
                file + (line > 0 ? " line " + line : "") + " cannot be parsed, so that it has no digest: " + why
                        + ". Correct it; a page that includes it would fail as well."));
    }

    @Internal
    public static Problem fragmentNotFound(String template, String name, Collection<String> known) {
        return ofDigest(new Problem(
                "fragment-not-found",
                "'" + template + "' has no cache:fragment '" + name + "'. It has "
                        + (known.isEmpty() ? "none" : String.join(", ", known)) + "."));
    }

    @Internal
    public static Problem fragmentNamedTwice(String name, String file, int line, int again) {
        return new Problem(
                "fragment-named-twice",
                "cache:fragment '" + name + "' occurs twice in " + file + ", line " + line + " and line " + again
                        + ". Give each fragment of a template a name of its own.");
    }

    @Internal
    public static Problem includeNotFound(String fragment, String template, String place) {
        return ofDigest(new Problem(
                "include-not-found",
                "The digest of '" + fragment + "' needs '" + template + "' (" + place
                        + "), which no template resolver finds. Correct the name, or write ~{" + template
                        + "} ?: ~{} if it may be absent."));
    }

    @Internal
    public static Problem selectorFindsNothing(
            String fragment, String part, String template, String selector, String place) {
        return ofDigest(new Problem(
                "selector-finds-nothing",
                "The digest of '" + fragment + "' needs " + part + " (" + place + "), but nothing in '"
                        + template + "' matches '" + selector + "'. Correct the selector, or add th:fragment=\""
                        + selector
                        + "\" there."));
    }

    @Internal
    public static Problem nothingSelected(String part) {
        return ofDigest(new Problem("nothing-selected", "Nothing matches " + part + ". Correct the selector."));
    }

    @Internal
    public static Problem dependsOnNothing(String pattern, String place) {
        return ofDigest(new Problem(
                "depends-on-nothing",
                "cache:depends '" + pattern + "' (" + place + ") lists no template. List templates one by one,"
                        + " or let the template resolver implement ListedTemplates."));
    }

    @Internal
    public static Problem includeChosenAtRunTime(String fragment, String source, String place) {
        return new Problem(
                "include-chosen-at-run-time",
                "'" + fragment + "' includes a template chosen at run time, " + source + " (" + place
                        + "), so edits there would go unseen. List the choices: cache:depends=\"light/price, dark/price\".");
    }

    /** Returns the same problem with the place where it was found before it. */
    public Problem at(String file, int line) {
        Problem placed = new Problem(id, file + " line " + line + ": " + getMessage());
        placed.ofDigest = ofDigest;
        placed.ofFunction = ofFunction;
        return placed;
    }

    /** As it is written in a source file: the sentences are copied from there. */
    @Internal
    public static Problem unsafeRead(String fragment, String fact, int line, @Nullable String included) {
        return new Problem(
                "unsafe-read",
                "'" + fragment + "' reads " + fact + " (line " + line + "), which its key does not hold: what is"
                        + " one visitor's would be shown to others. Add cache:vary, " + holeOrLive(included));
    }

    /** @param included the template that reads it, if it is included there */
    private static String holeOrLive(@Nullable String included) {
        return included == null
                ? "or put that part in cache:hole."
                : "put that part in cache:hole, or write cache:live beside the th:fragment of '" + included
                        + "' that reads it.";
    }

    @Internal
    public static Problem tooManyVariants(String fragment, String facts) {
        return new Problem(
                "too-many-variants",
                "'" + fragment + "' was rendered in more than 1000 variants within an hour, by the values of "
                        + facts
                        + ". More are stored when they are asked for a second time. Read less of the request, or put that"
                        + " part in cache:hole.");
    }

    @Internal
    public static Problem undeclaredFact(String fragment, String fact, int line, @Nullable String included) {
        return new Problem(
                "undeclared-fact",
                "'" + fragment + "' reads " + fact + " (line " + line + "), which its tag does not declare: it"
                        + " keeps an entry for each value. Add it to cache:key, add cache:vary, "
                        + holeOrLive(included));
    }

    /** @param reason why a key cannot hold its value */
    @Internal
    public static Problem undeclaredFactWithoutKey(String fragment, String fact, int line, String reason) {
        String path = fact.startsWith("${") ? fact.substring(2, fact.length() - 1) : fact;
        return new Problem(
                "undeclared-fact-without-key",
                "'" + fragment + "' reads " + fact + " (line " + line + "), which its tag does not declare. Adding it"
                        + " to cache:key does not help: " + reason
                        + (reason.contains(PATHS)
                                ? " Declare such a path in cache:key, for instance ${" + path + ".size}."
                                : ""));
    }

    @Internal
    public static Problem undeclaredFactOfInner(String outer, String inner, String fact, String place) {
        return new Problem(
                "undeclared-fact-of-inner",
                "'" + outer + "' shows '" + inner + "', which reads " + fact + " (" + place
                        + "). The tag of '"
                        + outer
                        + "' does not declare it: it keeps an entry for each value. Add it to cache:key there too, add"
                        + " cache:vary, or put the inner fragment in cache:hole.");
    }

    @Internal
    public static Problem unheldFact(String fragment, String fact, int line, String reason) {
        return new Problem(
                "unheld-fact",
                "'" + fragment + "' reads " + fact + " (line " + line + "), and is not stored, since no key can"
                        + " hold it: " + reason);
    }

    /** @param variables of the model, sorted */
    @Internal
    public static Problem keylessReadsModel(String fragment, Set<String> variables) {
        String key = variables.stream().map(name -> "${" + name + "}").collect(Collectors.joining(", "));
        return new Problem(
                "keyless-reads-model",
                "'" + fragment + "' has no key and reads " + key + " of the model. Write cache:key=\"" + key + "\".");
    }

    @Internal
    public static Problem markBesideLayout(String template, String attribute, int line) {
        return new Problem(
                "mark-beside-layout",
                "'" + template + "' line " + line + ": a fragment is not cached on a tag with " + attribute
                        + ", which replaces the element. Put the mark on an element inside it.");
    }

    @Internal
    public static Problem numbered(String fragment, int line) {
        return new Problem(
                "numbered",
                "'" + fragment + "' takes a number of #ids (line " + line + "), which counts over the whole"
                        + " page: shown again, an id would be there twice. Make it of what the key holds, for instance"
                        + " th:id=\"|tea-${p.id}|\", or put that part in cache:hole.");
    }

    @Internal
    public static Problem engineContext(String fragment, int line) {
        return new Problem(
                "engine-context",
                "'" + fragment + "' has a tag (line " + line + ") whose dialect needs the template engine's own"
                        + " context. What it reads cannot be seen, so the fragment is not cached. Put that tag in"
                        + " cache:hole.");
    }

    @Internal
    public static Problem clock(String fragment, String call, int line) {
        return new Problem(
                "clock",
                "'" + fragment + "' shows the time, " + call + " (line " + line + "), and keeps it with its"
                        + " text. Say with cache:fresh how old it may be, or put that part in cache:hole.");
    }

    @Internal
    public static Problem holeNotFound(String template) {
        return new Problem(
                "hole-not-found",
                "A cached fragment has a cache:hole that '" + template + "' does not have any more. Evict it, or"
                        + " let its digest see the template: cache:depends=\"" + template + "\".");
    }

    @Internal
    public static Problem holeInlined() {
        return new Problem(
                "hole-inlined",
                "A cache:hole stands in what Thymeleaf parses only when it is rendered, a text with th:inline or"
                        + " a conditional comment: the next request would not find it. Put cache:hole on the element around it, for"
                        + " instance <script cache:hole th:inline=\"javascript\">.");
    }

    @Internal
    public static Problem holeArgument(String name, String mark, String type) {
        return new Problem(
                "hole-argument",
                "The argument '" + name + "' of cache:" + mark + " is a " + type
                        + ", which is not a plain value. It is kept"
                        + " with the fragment: hand over what identifies it, for instance cache:hole=\"id=${p.id}\".");
    }

    @Internal
    public static Problem doorkeeperSize(int keys, int most) {
        return new Problem(
                "doorkeeper-size",
                "A doorkeeper cannot remember " + keys + " keys. Write 1 to " + most
                        + ": a million keys take a megabyte.");
    }

    /** @param variables that nothing gives it, sorted */
    @Internal
    public static Problem apartReadsModel(Set<String> variables, String name, String template) {
        String called = name.isEmpty() ? "basket" : name;
        return new Problem(
                "apart-reads-model",
                "A hole with cache:apart reads " + String.join(", ", variables) + ", which it does not get when it is"
                        + " fetched without its page. Hand over plain values as arguments, or write cache:apart=\""
                        + called + "\" and register source(\"" + template + " :: " + called
                        + "\", ..) in the builder.");
    }

    @Internal
    public static Problem headerName(String name) {
        return new Problem(
                "header-name",
                "'" + name
                        + "' is not the name of a header. Write one name for each argument: partsBy(\"HX-Request\").");
    }

    @Internal
    public static Problem apartPath(String path) {
        return new Problem(
                "apart-path",
                "The path of holes that are fetched apart is '" + path + "'. Write one from the application's root, of"
                        + " letters, digits and /._- only: apartHoles(\"/fragments/hole\").");
    }

    @Internal
    public static Problem purgeHeader(String header, int at) {
        return new Problem(
                "purge-header",
                "The value of the header " + header + " for purges has at position " + at
                        + " a character that no header"
                        + " holds, such as a line end. Give it without: token.strip() of what was read from a file.");
    }

    @Internal
    public static Problem apartSize(String size) {
        return new Problem(
                "apart-size",
                "cache:size=\"" + size + "\" is not a size. Write width and height in pixels: cache:size=\"120x40\".");
    }

    @Internal
    public static Problem eachWithoutFragment(String value) {
        return new Problem(
                "each-without-fragment",
                "cache:each=\"" + value + "\" stands on a tag without cache:fragment. Add cache:fragment=\"name\" and"
                        + " cache:key to the tag, or write th:each.");
    }

    @Internal
    public static Problem watchedTwice() {
        return new Problem("watched-twice", "This cache has an inspector already. Mount one for each cache.");
    }

    @Internal
    public static Problem inspectorUnprotected() {
        return new Problem(
                "inspector-unprotected",
                "The inspector shows what visitors see and outdates it, and nothing says who may use it."
                        + " Write FragmentInspector.over(cache).allow(request -> request.isUserInRole(\"admin\")), or, for"
                        + " requests of this machine only, FragmentInspector.development(cache).");
    }

    @Internal
    public static Problem inspectorPath(String path) {
        return new Problem(
                "inspector-path",
                "The inspector cannot be mounted at '" + path + "'. Write a path of its own, such as /_fragments.");
    }

    @Internal
    public static Problem inspectorInside() {
        return new Problem(
                "inspector-inside",
                "The fragment inspector stands behind the FragmentCacheFilter, which would let browsers keep the"
                        + " pages with frames. Mount the inspector before that filter is added.");
    }

    @Internal
    public static Problem inspectorMounted(String path) {
        return new Problem(
                "inspector-mounted",
                "The inspector cannot be mounted at '" + path
                        + "': a servlet or filter named fragment-inspector is there already. Mount it once.");
    }

    @Internal
    public static Problem notAnInspector() {
        return new Problem(
                "not-an-inspector",
                "The fragment inspector is not for this request. In development it answers to the machine it"
                        + " runs on, asked by its own name (http://localhost:..), and to no proxy; otherwise to those whom"
                        + " allow(..) lets in.");
    }

    @Internal
    public static Problem inspectorNotOpened(String path) {
        return new Problem(
                "inspector-not-opened",
                "The fragment inspector does not know this browser. Open the address that the server printed in"
                        + " its log, " + path
                        + "/?token=.., which works once; then this browser is known for twelve hours.");
    }

    @Internal
    public static Problem oldInspectorPage() {
        return new Problem(
                "old-inspector-page", "Nothing was changed: this page's session is over. Reload it and try again.");
    }

    @Internal
    public static Problem noInspectorPage(String path) {
        return new Problem("no-inspector-page", "The fragment inspector has no such page. It begins at " + path + "/.");
    }

    @Internal
    public static Problem noTag(int longest) {
        return new Problem(
                "no-tag", "Nothing was changed: name a tag of at most " + longest + " characters, such as Product:42.");
    }

    @Internal
    public static Problem notRequestedRecently() {
        return new Problem(
                "not-requested-recently",
                "This key was not requested recently. Look at the page that shows the fragment, then search"
                        + " for it again.");
    }

    @Internal
    public static Problem noSource(String locator) {
        return new Problem(
                "no-source",
                "'" + locator + "' has no source, so it cannot be rendered without a request. Add source(\"" + locator
                        + "\", id -> Map.of(..)) to the builder.");
    }

    @Internal
    public static Problem hottestNotReadable() {
        return new Problem(
                "hottest-not-readable",
                "The list of the hottest fragments in the store is damaged, or of another release. It is"
                        + " ignored, and written again within ten minutes.");
    }

    @Internal
    public static Problem hottestLeftOut(String locator, String type) {
        return new Problem(
                "hottest-left-out",
                "'" + locator + "' is one of the hottest fragments, but its key holds a " + type
                        + ", which is not kept for the next warm-up. Key it by a string, a number, a UUID or a date.");
    }

    @Internal
    public static Problem rateTooSmall(int rate) {
        return new Problem(
                "rate-too-small",
                "A warm-up of " + rate + " fragments a second never ends. Write 1 or more, or leave perSecond out.");
    }

    /** Returns the sentence and where it is explained, for logs and consoles that show no stack trace. */
    @Internal
    public String withAnchor() {
        return getMessage() + " (docs/errors.md#" + id + ")";
    }

    /** Returns the sentence and where it is explained, for logs and stack traces. */
    @Override
    @SuppressWarnings("OverrideThrowableToString") // The sentence is shown alone in pages; a log needs the anchor too.
    public String toString() {
        return getClass().getName() + ": " + withAnchor();
    }

    private static Problem ofDigest(Problem problem) {
        problem.ofDigest = true;
        return problem;
    }

    private static String simple(String type) {
        return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
    }

    @Internal
    public static Problem lockInConflict(String file, int line) {
        return new Problem(
                "lock-in-conflict",
                file + " line " + line + " is a conflict marker. Take either side of the conflict, then approve"
                        + " again.");
    }

    @Internal
    public static Problem lockNotReadable(String file, int line, String text) {
        return new Problem(
                "lock-not-readable",
                file + " line " + line + " was not written by an approval: '" + text
                        + "'. Restore the file, or delete it and approve again.");
    }

    @Internal
    public static Problem lockMissing(String file, String command) {
        return new Problem(
                "lock-missing",
                "There is no " + file + " to compare the digests with. Write it with " + command + " and commit it.");
    }

    @Internal
    public static Problem lockOfOtherFormat(String file, int was, int is) {
        return new Problem(
                "lock-of-other-format",
                file + " holds digests of format " + was + ", this library makes format " + is
                        + ": every fragment will be cold once. Delete the file, approve again and commit it.");
    }

    @Internal
    public static Problem lockEdited(String file, int line, String expected) {
        return new Problem(
                "lock-edited",
                file + " line " + line + " is not what an approval writes, though every digest is right. Expected"
                        + " '" + expected + "'. Approve again.");
    }

    @Internal
    public static Problem approvalInCi(String file) {
        return new Problem(
                "approval-in-ci",
                "Digests are not approved where CI is set: " + file
                        + " was not written. Approve on your own machine, look at the diff and commit it.");
    }

    @Internal
    public static Problem noTemplates() {
        return new Problem(
                "no-templates",
                "No template was found, so that no digest was checked. Name them with templates(..), or let"
                        + " the template resolver implement ListedTemplates.");
    }

    @Internal
    public static Problem noFragments(int templates, String prefix) {
        return new Problem(
                "no-fragments",
                "There is no " + prefix + ":fragment in " + templates
                        + " templates, so that no digest was checked. Is '" + prefix + "' the prefix of the dialect?");
    }

    @Internal
    public static Problem digestNotDeterministic(String fragment, String one, String other) {
        return new Problem(
                "digest-not-deterministic",
                "The digest of '" + fragment + "' is " + one + " and, asked in another order, " + other
                        + ". Its templates changed during the check, or a template resolver gives different answers.");
    }

    @Internal
    public static Problem commandNotReadable(String argument) {
        return new Problem("command-not-readable", "'" + argument + "' is not an argument here. See --help.");
    }

    @Internal
    public static Problem commandIncomplete(String argument, String needs) {
        return new Problem("command-incomplete", argument + " needs " + needs + ". See --help.");
    }

    @Internal
    public static Problem noEngine(String type) {
        return new Problem(
                "no-engine",
                "'" + type + "' is not a Supplier of a template engine with a public constructor without"
                        + " parameters.");
    }

    @Internal
    public static Problem noDialect(String type) {
        return new Problem(
                "no-dialect",
                "'" + type + "' is not a dialect on the class path with a public constructor without parameters.");
    }

    @Internal
    public static Problem nothingToExplain(String name) {
        return new Problem(
                "nothing-to-explain", "No cached fragment is called '" + name + "'. --list shows all of them.");
    }

    @Internal
    public static Problem encodingOfTheMachine(String resolver, String charset) {
        return new Problem(
                "encoding-of-the-machine",
                "Template resolver '" + resolver + "' has no character encoding and reads this machine's, " + charset
                        + ": pages and digests differ on another one. Call setCharacterEncoding(\"UTF-8\").");
    }

    @Internal
    public static Problem cacheName(String name) {
        return new Problem(
                "cache-name",
                "The filter cannot be called '" + name + "' in a header. Write a letter, then letters, digits,"
                        + " '-', '_' or '.'.");
    }

    @Internal
    public static Problem staleWithoutAge() {
        return new Problem(
                "stale-without-age",
                "staleWhileRevalidate and staleIfError say what follows after an age, and none is given. Add"
                        + " maxAge(..) or cdnMaxAge(..).");
    }
}
