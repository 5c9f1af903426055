package io.fragmentcache.key;

import io.fragmentcache.internal.Internal;
import io.fragmentcache.problem.Problem;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Builds one key, and beside it the version and the tags of the models in it. Not thread-safe; for one look-up.
 *
 * <p>A plain value is itself. A model gives its identity to the key and its version beside it. A collection, an array
 * or a map gives the ordered identities of its members to the key, and one version of all of them, so that a swapped,
 * reordered, replaced or missing member is seen.
 */
@Internal
public final class KeyBuilder {
    private static final int ROOM = 48;

    private final Versions versions;
    private final KeyWriter key;
    private final int prefixLength;
    private final List<Object> versionParts = new ArrayList<>(2);
    private final List<@Nullable Object> values = new ArrayList<>(1);
    private List<Versions.Model> models = List.of();
    private volatile @Nullable Set<Tag> tags;

    /** Starts a key with what all keys of a fragment share; see {@link KeyPrefix}. */
    public KeyBuilder(Versions versions, KeyPrefix prefix) {
        this.versions = versions;
        this.key = new KeyWriter(prefix.encoded(), ROOM);
        this.prefixLength = prefix.encoded().length;
    }

    /** Adds one value of {@code cache:key}. */
    public KeyBuilder add(@Nullable Object value) {
        values.add(value);
        part(value, versionParts);
        return this;
    }

    /** Adds a vary value under its name. */
    public KeyBuilder vary(String name, @Nullable Object value) {
        key.string(PartType.NAME, name);
        if (value == null) {
            key.type(PartType.EMPTY);
        } else if (!PlainValues.write(key, value)) {
            throw Problem.varyNotPlain(name, value.getClass().getName());
        }
        return this;
    }

    /** Adds one value of {@code cache:version}: it stands beside the key, identities and all. */
    public KeyBuilder version(@Nullable Object value) {
        if (value == null) {
            throw Problem.nullVersion();
        }
        Object part = PlainValues.versionPart(value, false);
        if (part != null) {
            versionParts.add(part);
            return this;
        }
        // A model or a collection: who is shown is part of the state, so identities and versions are digested together.
        KeyBuilder beside = new KeyBuilder(versions, KeyPrefix.EMPTY);
        beside.add(value);
        for (Object inner : beside.versionParts) {
            PlainValues.write(beside.key, inner);
        }
        versionParts.add(Key.digestOf(beside.key.toBytes()));
        beside.models.forEach(this::met);
        return this;
    }

    public Key key() {
        return Key.own(key.toBytes());
    }

    /** The key that the same values had under another beginning. */
    public Key keyUnder(KeyPrefix other) {
        byte[] mine = key.toBytes();
        byte[] theirs = Arrays.copyOf(other.encoded(), other.encoded().length + mine.length - prefixLength);
        System.arraycopy(mine, prefixLength, theirs, other.encoded().length, mine.length - prefixLength);
        return Key.own(theirs);
    }

    public Version version() {
        return Version.of(versionParts);
    }

    /**
     * What the key holds: of a model its identity, of a collection the list of these, a plain value itself; of a key with
     * several values the list of these.
     */
    public Object identity() {
        // As they were read for the key: by now a session may be closed, and the model not readable any more.
        Map<Object, Object> known = new IdentityHashMap<>(models.size());
        models.forEach(model -> known.put(model.read(), model.identity().id()));
        List<Object> identities = new ArrayList<>(values.size());
        values.forEach(value -> identities.add(identity(value, known)));
        return identities.size() == 1 ? identities.get(0) : identities;
    }

    private Object identity(@Nullable Object value, Map<Object, Object> known) {
        if (value == null) {
            throw Problem.nullInKey();
        }
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? identity(optional.get(), known) : optional;
        }
        if (value instanceof Collection<?> members) {
            return members.stream().map(member -> identity(member, known)).toList();
        }
        if (value.getClass().isArray()) {
            return identity(elements(value), known);
        }
        return known.getOrDefault(value, value);
    }

    /** Two for each name of each model met, of itself and of its type; made only when asked for, since a hit needs none. */
    public Set<Tag> tags() {
        Set<Tag> known = tags;
        if (known == null) {
            known = new LinkedHashSet<>();
            for (Versions.Model model : models) {
                model.identity().carried(known);
            }
            tags = known;
        }
        return known;
    }

    private void part(@Nullable Object value, List<Object> versionsOut) {
        if (value == null) {
            throw Problem.nullInKey();
        }
        if (PlainValues.write(key, value)) {
            return;
        }
        if (value instanceof Optional<?> optional) {
            if (optional.isPresent()) {
                part(optional.get(), versionsOut);
            } else {
                key.type(PartType.EMPTY);
            }
        } else if (value instanceof Collection<?> members) {
            collection(members, versionsOut);
        } else if (value instanceof Map<?, ?> map) {
            map(map, versionsOut);
        } else if (value.getClass().isArray()) {
            collection(elements(value), versionsOut);
        } else if (isPage(value, versionsOut)) {
            return;
        } else if (value instanceof BaseStream || value instanceof Supplier) {
            throw Problem.notReadableTwice(value.getClass().getName());
        } else {
            model(value, versionsOut);
        }
    }

    private boolean isPage(Object value, List<Object> versionsOut) {
        Paging.Parts page = Paging.of(value);
        if (page != null) {
            page(page, versionsOut);
        }
        return page != null;
    }

    private void page(Paging.Parts page, List<Object> versionsOut) {
        key.list(PartType.LIST, page.identity().size());
        page.identity().forEach(part -> part(part, versionsOut));
        summary(page.state(), versionsOut);
    }

    private void model(Object object, List<Object> versionsOut) {
        Versions.Model model = versions.read(object);
        if (model == null) {
            throw Problem.noVersion(Projections.named(object.getClass()).getName());
        }
        Identity identity = model.identity();
        key.string(PartType.MODEL, identity.type());
        if (!PlainValues.writeIdentity(key, identity.id())) {
            throw Problem.identityNotPlain(
                    identity.type(), identity.id().getClass().getName());
        }
        Object version = PlainValues.versionPart(model.version(), model.rises());
        if (version == null) {
            throw Problem.versionNotPlain(
                    identity.type(), model.version().getClass().getName());
        }
        versionsOut.add(version);
        met(model);
    }

    private void collection(Collection<?> members, List<Object> versionsOut) {
        key.list(PartType.LIST, members.size());
        List<Object> inner = new ArrayList<>(members.size());
        if (Unordered.is(members)) {
            unordered(members.stream().map(Collections::singletonList).toList(), inner);
        } else {
            for (Object member : members) {
                part(member, inner);
            }
        }
        summary(inner, versionsOut);
    }

    private void map(Map<?, ?> map, List<Object> versionsOut) {
        key.list(PartType.MAP, map.size());
        List<Object> inner = new ArrayList<>(map.size());
        if (Unordered.is(map)) {
            List<List<Object>> entries = new ArrayList<>(map.size());
            map.forEach((name, value) -> entries.add(Arrays.asList(name, value)));
            unordered(entries, inner);
        } else {
            map.forEach((name, value) -> {
                part(name, inner);
                part(value, inner);
            });
        }
        summary(inner, versionsOut);
    }

    /** Members in the order of their keys: each process would iterate over them in another one. */
    private void unordered(List<? extends List<?>> members, List<Object> versionsOut) {
        List<KeyBuilder> each = new ArrayList<>(members.size());
        for (List<?> member : members) {
            KeyBuilder one = new KeyBuilder(versions, KeyPrefix.EMPTY);
            member.forEach(value -> one.part(value, one.versionParts));
            each.add(one);
        }
        each.sort(Comparator.comparing(one -> one.key.toBytes(), Arrays::compareUnsigned));
        for (KeyBuilder one : each) {
            key.append(one.key.toBytes());
            versionsOut.addAll(one.versionParts);
            one.models.forEach(this::met);
        }
    }

    /** The versions of all members as one part: an entry must not grow with the list that it shows. */
    private static void summary(List<Object> inner, List<Object> versionsOut) {
        if (inner.isEmpty()) {
            return;
        }
        KeyWriter all = new KeyWriter();
        inner.forEach(part -> PlainValues.write(all, part));
        versionsOut.add(Key.digestOf(all.toBytes()));
    }

    private static List<Object> elements(Object array) {
        int length = Array.getLength(array);
        List<Object> elements = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            elements.add(Array.get(array, i));
        }
        return elements;
    }

    private void met(Versions.Model model) {
        if (models.isEmpty()) {
            models = new ArrayList<>(2);
        }
        models.add(model);
        tags = null;
    }
}
