package io.fragmentcache.servlet;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.internal.Internal;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the tags of a page are written for an edge: a content delivery network, or a proxy in front of the application. The
 * edge purges pages by these tags. Immutable.
 *
 * <pre>{@code EdgeTags.surrogateKey().namespace("shop")}</pre>
 *
 * <p>A header holds a limited number of tags and bytes. Where a page has more, the tags of single models are replaced by
 * one tag of their type, the most numerous type first, and a purge of one model reaches these pages too.
 */
public final class EdgeTags {
    private static final int BYTES = 2048;
    private static final int TAGS = 128;
    private static final int LONGEST = 128;
    private static final int OF_A_GROUP = 32;
    private static final int LEAST_BYTES = 128;
    private static final int BYTES_OF_HASH = 9;
    private static final int BYTES_OF_A_TOKEN = 24;
    private static final String MARKS_OF_A_WORD = "!#$%'+.^_`|~-";

    /** Purged with every touch: of pages whose types alone are too many. */
    private static final Tag ANY = Tag.of("~any");

    /** RFC 9875, section 2: a list of strings, of which 32 with 32 characters each are kept everywhere. */
    private enum Form {
        SURROGATE_KEY("Surrogate-Key", " ", "", TAGS, LONGEST),
        CACHE_TAG("Cache-Tag", ",", "", TAGS, LONGEST),
        /** Akamai drops tags with other characters than those of a token (RFC 9110, section 5.6.2), without a word. */
        EDGE_CACHE_TAG("Edge-Cache-Tag", ",", "", TAGS, LONGEST),
        XKEY("xkey", " ", "", TAGS, LONGEST),
        CACHE_GROUPS("Cache-Groups", ", ", "\"", OF_A_GROUP, OF_A_GROUP);

        private final String header;
        private final String separator;
        private final String quote;
        private final int most;
        private final int longest;

        Form(String header, String separator, String quote, int most, int longest) {
            this.header = header;
            this.separator = separator;
            this.quote = quote;
            this.most = most;
            this.longest = longest;
        }
    }

    /** A header's value, and whether tags of models were replaced by those of their types. */
    record Written(String value, boolean folded) {}

    private final Form form;
    private final String namespace;
    private final boolean hashed;
    private final int most;
    private final int bytes;

    private EdgeTags(Form form, String namespace, boolean hashed, int most, int bytes) {
        this.form = form;
        this.namespace = namespace;
        this.hashed = hashed;
        this.most = most;
        this.bytes = bytes;
    }

    /** Writes {@code Surrogate-Key}, separated by blanks: Fastly. */
    public static EdgeTags surrogateKey() {
        return of(Form.SURROGATE_KEY);
    }

    /** Writes {@code Cache-Tag}, separated by commas: Cloudflare. */
    public static EdgeTags cacheTag() {
        return of(Form.CACHE_TAG);
    }

    /** Writes {@code Edge-Cache-Tag}, separated by commas, with {@code .} and {@code ~} for colons and stars: Akamai. */
    public static EdgeTags edgeCacheTag() {
        return of(Form.EDGE_CACHE_TAG);
    }

    /** Writes {@code xkey}, separated by blanks: Varnish with its module of that name. */
    public static EdgeTags xkey() {
        return of(Form.XKEY);
    }

    /**
     * Writes {@code Cache-Groups}, a list of strings (RFC 9875), at most 32 of 32 characters. The answer to an unsafe request
     * that touches something has {@code Cache-Group-Invalidation}.
     */
    public static EdgeTags cacheGroups() {
        return of(Form.CACHE_GROUPS);
    }

    private static EdgeTags of(Form form) {
        return new EdgeTags(form, "", false, form.most, BYTES);
    }

    /**
     * Sets what stands before each tag, so that applications can share an edge. Defaults to the namespace of the cache.
     *
     * @throws Problem if it has characters other than letters, digits, {@code -}, {@code _} and {@code .}
     */
    public EdgeTags namespace(String name) {
        if (!isName(name)) {
            throw Problem.edgeNamespace(name);
        }
        return new EdgeTags(form, name, hashed, most, bytes);
    }

    /** The same in the namespace of this cache, if none is given. */
    @Internal
    public EdgeTags orNamespace(FragmentCache cache) {
        String name = cache.engine().settings().namespace();
        return namespace.isEmpty() && !name.isEmpty() ? namespace(isName(name) ? name : hash(name)) : this;
    }

    private static boolean isName(String name) {
        return name.matches("[A-Za-z0-9._-]*");
    }

    /** Writes each tag as a hash of 12 characters, so that visitors learn no names of models. */
    public EdgeTags hashed() {
        return new EdgeTags(form, namespace, true, most, bytes);
    }

    /**
     * Sets how large the header may be. Defaults to 128 tags, 32 of {@link #cacheGroups()}, and 2048 bytes.
     *
     * @throws Problem if it is less than 2 tags or 128 bytes
     */
    public EdgeTags atMost(int tags, int bytes) {
        if (tags < 2 || bytes < LEAST_BYTES) {
            throw Problem.edgeBudget(tags, bytes);
        }
        return new EdgeTags(form, namespace, hashed, tags, bytes);
    }

    /** Returns the name of the header. */
    public String header() {
        return form.header;
    }

    /** Returns the tokens to purge when these tags are touched: also those of pages that carry coarser tags instead. */
    @Internal
    public Set<String> purged(Collection<Tag> touched) {
        Set<String> tokens = new LinkedHashSet<>();
        for (Tag tag : touched) {
            tokens.add(token(tag));
            if (tag.isModel()) {
                tokens.add(token(tag.anyOfType()));
            }
        }
        tokens.add(token(ANY));
        return tokens;
    }

    /** Returns the token that every page carries. */
    @Internal
    public String everything() {
        return token(Tag.EVERYTHING);
    }

    String after(String before, String value) {
        return before + form.separator + value;
    }

    boolean isOfGroups() {
        return form == Form.CACHE_GROUPS;
    }

    /** All that was touched, as a list of strings (RFC 9875, section 3); what every page carries where that is too long. */
    String invalidation(Collection<Tag> touched) {
        String all = joined(purged(touched));
        return all.length() <= bytes ? all : joined(Set.of(everything()));
    }

    Written write(Collection<Tag> tags) {
        if (tags.size() <= most) {
            String whole = value(tags);
            if (whole.length() <= bytes) {
                return new Written(whole, false);
            }
        }
        Set<Tag> kept = new LinkedHashSet<>(tags);
        for (List<Tag> ofType : byType(tags)) {
            ofType.forEach(kept::remove);
            kept.add(ofType.get(0).anyOfType());
            String value = value(kept);
            if (fits(kept, value)) {
                return new Written(value, true);
            }
        }
        return new Written(value(List.of(Tag.EVERYTHING, ANY)), true);
    }

    /** The most numerous type first. */
    private static List<List<Tag>> byType(Collection<Tag> tags) {
        Map<Tag, List<Tag>> types = new LinkedHashMap<>();
        tags.stream()
                .filter(Tag::isModel)
                .forEach(tag -> types.computeIfAbsent(tag.anyOfType(), type -> new ArrayList<>())
                        .add(tag));
        return types.values().stream()
                .sorted(Comparator.comparing((List<Tag> ofType) -> -ofType.size()))
                .toList();
    }

    private boolean fits(Set<Tag> tags, String value) {
        return tags.size() <= most && value.length() <= bytes;
    }

    private String value(Collection<Tag> tags) {
        // Each public page is told so: no streams here.
        StringBuilder value = new StringBuilder(tags.size() * BYTES_OF_A_TOKEN);
        for (Tag tag : tags) {
            value.append(value.isEmpty() ? "" : form.separator).append(form.quote);
            append(tag, value);
            value.append(form.quote);
        }
        return value.toString();
    }

    private void append(Tag tag, StringBuilder value) {
        if (form == Form.EDGE_CACHE_TAG) {
            value.append(token(tag));
            return;
        }
        int length =
                (namespace.isEmpty() ? 0 : namespace.length() + 1) + tag.name().length();
        if (hashed || length > form.longest || !isPlain(tag.name())) {
            value.append(token(tag));
            return;
        }
        if (!namespace.isEmpty()) {
            value.append(namespace).append(':');
        }
        value.append(tag.name());
    }

    private String joined(Collection<String> tokens) {
        return tokens.stream()
                .map(token -> form.quote + token + form.quote)
                .collect(Collectors.joining(form.separator));
    }

    private String token(Tag tag) {
        String whole = namespace.isEmpty() ? tag.name() : namespace + ":" + tag.name();
        boolean isWord = form == Form.EDGE_CACHE_TAG;
        String spelled = isWord ? whole.replace(':', '.').replace('*', '~') : whole;
        boolean isFit = isWord ? isWord(spelled) : isPlain(spelled);
        return hashed || spelled.length() > form.longest || !isFit ? hash(whole) : spelled;
    }

    private static boolean isWord(String token) {
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            boolean isLetter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!isLetter && MARKS_OF_A_WORD.indexOf(c) < 0) {
                return false;
            }
        }
        return !token.isEmpty();
    }

    /** Whether no edge takes it for more than one word. */
    private static boolean isPlain(String token) {
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == ',' || c == ';' || c == '"' || c == '\\') {
                return false;
            }
        }
        return !token.isEmpty();
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES_OF_HASH));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JVM has SHA-256", impossible);
        }
    }
}
