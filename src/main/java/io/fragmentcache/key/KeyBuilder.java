package io.fragmentcache.key;

import io.fragmentcache.internal.Internal;
import io.fragmentcache.problem.Problem;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
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
import java.util.function.Function;
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
    /** For the names and the identity of one model. */
    private static final int ROOM = 96;

    private static final int ROOM_OF_A_FACT = 48;
    private static final String ARRAY = "array";
    private static final byte[] NOTHING = {};

    /** Values in one fact, members of members included. */
    static final int MOST_PARTS = 5_000;

    private final Versions versions;
    private final byte[] prefix;
    /** What follows the prefix. */
    private final KeyWriter key;

    private final @Nullable Function<Object, @Nullable Typed> others;
    private int members;
    private int parts;
    private int firstEnds;
    private final List<Object> versionParts = new ArrayList<>(2);
    private final List<@Nullable Object> values = new ArrayList<>(1);
    private List<Versions.Model> models = List.of();
    private volatile @Nullable Set<Tag> tags;

    /** Starts a key with what all keys of a fragment share; see {@link KeyPrefix}. */
    public KeyBuilder(Versions versions, KeyPrefix prefix) {
        this.versions = versions;
        this.prefix = prefix.encoded();
        this.key = new KeyWriter(NOTHING, ROOM);
        this.others = null;
    }

    /** Of the value of a fact. */
    KeyBuilder(Versions versions, char sign, Function<Object, @Nullable Typed> others) {
        this.versions = versions;
        this.prefix = NOTHING;
        this.key = new KeyWriter(NOTHING, ROOM_OF_A_FACT).type(sign);
        this.others = others;
    }

    /** Adds one value of {@code cache:key}. */
    public KeyBuilder add(@Nullable Object value) {
        values.add(value);
        part(value, versionParts);
        if (values.size() == 1) {
            firstEnds = key.length();
        }
        return this;
    }

    /**
     * The value of a fact that is the very model with which the key begins, as any fact of it is encoded; null where it is
     * another, or something else stands for it.
     */
    public @Nullable FactValue factOfFirst(Object raw) {
        if (values.isEmpty() || values.get(0) != raw || models.isEmpty() || !versions.tells(raw)) {
            return null;
        }
        Versions.Model model = models.get(0);
        if (model.read() != raw) {
            return null;
        }
        byte[] encoded = new byte[1 + firstEnds];
        encoded[0] = (byte) FactEncoder.VALUE;
        key.copy(0, encoded, 1, firstEnds);
        return new FactValue(encoded, raw, true, List.of(versionParts.get(0)), List.of(model), null);
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
        return key(Facts.NONE);
    }

    /** The key with the facts that its fragment may read. */
    public Key key(Facts facts) {
        return under(prefix, facts);
    }

    /** The key that the same values had under another beginning. */
    public Key keyUnder(KeyPrefix other, Facts facts) {
        return under(other.encoded(), facts);
    }

    /** In one array of the very size. */
    private Key under(byte[] beginning, Facts facts) {
        KeyWriter all = new KeyWriter(beginning, key.length() + facts.room()).append(key);
        if (facts.isEmpty()) {
            return Key.own(all.toBytes());
        }
        int factsAt = all.length();
        facts.write(all);
        return Key.own(all.toBytes(), factsAt);
    }

    public Version version() {
        return Version.of(versionParts);
    }

    /** The version of the key's models and of those among its facts. */
    public Version version(Facts facts) {
        if (facts.isEmpty()) {
            return version();
        }
        List<Object> all = new ArrayList<>(versionParts);
        facts.forEach((name, value) -> {
            if (!value.versions().isEmpty()) {
                all.addAll(value.versions());
            }
        });
        return Version.of(all);
    }

    /** The tags of the key's models and of those among its facts. */
    public Set<Tag> tags(Facts facts) {
        Set<Tag> all = new LinkedHashSet<>();
        models.forEach(model -> model.identity().carried(all));
        facts.forEach((name, value) -> value.models().forEach(model -> {
            if (!isMet(model)) {
                model.identity().carried(all);
            }
        }));
        return all;
    }

    /** Writes the value of a fact; true where the same object stays the same value. */
    boolean fact(Object raw) {
        part(raw, versionParts);
        return members == 0;
    }

    /** Writes what stands for the value of a fact; true as of the value. */
    boolean fact(Typed stands) {
        count();
        typed(stands, versionParts);
        return members == 0;
    }

    FactValue factValue(Object raw, boolean steady) {
        return new FactValue(key.toBytes(), raw, steady, List.copyOf(versionParts), List.copyOf(models), null);
    }

    /**
     * What the key holds: of a model its identity, of a collection the list of these, a plain value itself; of a key with
     * several values the list of these.
     */
    @SuppressWarnings("IdentityHashMapUsage") // The very objects that were read for the key.
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
        if (others != null) {
            count();
        }
        if (value == null) {
            if (others == null) {
                throw Problem.nullInKey();
            }
            key.type(PartType.EMPTY);
            return;
        }
        if (others == null ? PlainValues.write(key, value) : PlainValues.writeFact(key, value)) {
            return;
        }
        Typed typed = others == null || versions.tells(value) ? null : others.apply(value);
        if (typed != null) {
            typed(typed, versionsOut);
        } else if (value instanceof Optional<?> optional) {
            shape("optional");
            if (optional.isPresent()) {
                part(optional.get(), versionsOut);
            } else {
                key.type(PartType.EMPTY);
            }
        } else if (others != null && isWithOwnState(value)) {
            model(value, versionsOut);
        } else if (value instanceof Collection<?> members) {
            if (value instanceof Set) {
                shape("set");
            }
            collection(members, versionsOut);
        } else if (value instanceof Map<?, ?> map) {
            map(map, versionsOut);
        } else if (value.getClass().isArray()) {
            shape(ARRAY);
            collection(elements(value), versionsOut);
        } else if (isPage(value, versionsOut)) {
            return;
        } else if (value instanceof BaseStream || value instanceof Supplier) {
            throw Problem.notReadableTwice(value.getClass().getName());
        } else {
            model(value, versionsOut);
        }
    }

    private void typed(Typed typed, List<Object> versionsOut) {
        members++;
        key.string(PartType.TYPED, typed.type());
        collection(typed.parts(), versionsOut);
    }

    /** A fact is shown as it is: the same members in another shape may print another text. */
    private void shape(String name) {
        if (others != null) {
            key.string(PartType.TYPED, name);
        }
    }

    /** As any fact that is an array; parameters, headers and cookies are arrays of texts. */
    static KeyWriter texts(KeyWriter out, @Nullable String[] texts) {
        out.string(PartType.TYPED, ARRAY).list(PartType.LIST, texts.length);
        for (String text : texts) {
            if (text == null) {
                out.type(PartType.EMPTY);
            } else {
                out.string(PartType.STRING, text);
            }
        }
        return out;
    }

    private static boolean isWithOwnState(Object value) {
        return (value instanceof Collection || value instanceof Map || value instanceof Map.Entry)
                && OwnState.isIn(value);
    }

    private void count() {
        if (++parts > MOST_PARTS) {
            throw Problem.factTooLarge(MOST_PARTS);
        }
    }

    /** The members of an entry of a map, or of a record; null of other objects. */
    private static @Nullable Typed members(Object object) {
        if (isWithOwnState(object)) {
            return null;
        }
        if (object instanceof Map.Entry<?, ?> entry) {
            return new Typed("Entry", Arrays.asList(entry.getKey(), entry.getValue()));
        }
        RecordComponent[] components = object.getClass().getRecordComponents();
        if (components == null) {
            return null;
        }
        List<@Nullable Object> values = new ArrayList<>(components.length);
        for (RecordComponent component : components) {
            values.add(Members.read(Members.handle(component.getAccessor()), object));
        }
        return new Typed(object.getClass().getName(), values);
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
            Typed members = others == null ? null : members(object);
            if (members == null) {
                throw others == null
                        ? Problem.noVersion(Projections.named(object.getClass()).getName())
                        : Problem.factWithoutIdentity(object.getClass().getName());
            }
            this.members++;
            key.string(PartType.TYPED, members.type());
            collection(members.parts(), versionsOut);
            return;
        }
        Identity identity = model.identity();
        key.string(PartType.MODEL, identity.type().origin()).text(identity.name());
        if (!PlainValues.writeIdentity(key, identity.id())) {
            throw Problem.identityNotPlain(
                    identity.name(), identity.id().getClass().getName());
        }
        Object version = PlainValues.versionPart(model.version(), model.rises());
        if (version == null) {
            throw Problem.versionNotPlain(
                    identity.name(), model.version().getClass().getName());
        }
        versionsOut.add(version);
        met(model);
    }

    private void collection(Collection<?> members, List<Object> versionsOut) {
        this.members++;
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
        members++;
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
            KeyBuilder one = inner();
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

    private KeyBuilder inner() {
        if (others == null) {
            return new KeyBuilder(versions, KeyPrefix.EMPTY);
        }
        KeyBuilder inner = new KeyBuilder(versions, ' ', others);
        inner.parts = parts;
        return inner;
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

    /** Whether the key itself holds it: its tags are among those of the key. */
    @SuppressWarnings("ReferenceEquality") // The fact that is the key's own model is the very one; others may be twice.
    private boolean isMet(Versions.Model model) {
        for (Versions.Model each : models) {
            if (each == model) {
                return true;
            }
        }
        return false;
    }

    private void met(Versions.Model model) {
        if (models.isEmpty()) {
            models = new ArrayList<>(2);
        }
        models.add(model);
        tags = null;
    }
}
