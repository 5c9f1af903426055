package io.fragmentcache.key;

import io.fragmentcache.internal.Internal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of a fact as a key holds it: encoded, with the version and the tags of the models in it. Immutable. Beside a
 * value there are states: absent, the model's, present, fails, and values that no key may hold.
 */
@Internal
public final class FactValue {
    /** The fact is not there, or null. */
    public static final FactValue ABSENT = state('0');

    /** A variable that the application's model gives; the key names its value. */
    public static final FactValue MODEL = state('m');

    /** Reading the fact throws. */
    public static final FactValue FAILS = state('!');

    /** A selection that is set, to null. */
    public static final FactValue NULL = state('n');

    /** A path of a value that joins as a whole. */
    public static final FactValue WHOLE = state('w');

    /** What is only compared with null is there. */
    public static final FactValue PRESENT = state('p');

    private static final int OBJECTS = 80;
    private static final int BYTES_OF_A_MODEL = 100;
    private static final byte[] REFUSED = {'?'};

    private final byte[] encoded;
    private final @Nullable Object raw;
    private final boolean steady;
    private final List<Object> versions;
    private final List<Versions.Model> models;
    private final @Nullable String refusal;

    FactValue(
            byte[] encoded,
            @Nullable Object raw,
            boolean steady,
            List<Object> versions,
            List<Versions.Model> models,
            @Nullable String refusal) {
        this.encoded = encoded;
        this.raw = raw;
        this.steady = steady;
        this.versions = versions;
        this.models = models;
        this.refusal = refusal;
    }

    private static FactValue state(char sign) {
        return new FactValue(new byte[] {(byte) sign}, null, true, List.of(), List.of(), null);
    }

    /** Returns the value that no key may hold: HTML that reads it is not stored. */
    public static FactValue refused(String reason) {
        return new FactValue(REFUSED, null, false, List.of(), List.of(), reason);
    }

    /** Returns why HTML that reads this is not stored; null if it may be stored. */
    public @Nullable String refusal() {
        return refusal;
    }

    /** Returns the object that was read at the look-up; null of states. */
    public @Nullable Object raw() {
        return raw;
    }

    /** Whether the very same object, read again, is the same value without looking into it. */
    public boolean isSteady(@Nullable Object again) {
        return steady && raw != null && raw == again;
    }

    /** Whether the object may have become another value since, by its members. */
    public boolean isChangeable() {
        return !steady && raw != null;
    }

    /** About the bytes that this takes in memory, without the object that was read. */
    long weight() {
        return OBJECTS + encoded.length + BYTES_OF_A_MODEL * ((long) versions.size() + models.size());
    }

    /** Whether this stands for an absent value. */
    public boolean isAbsent() {
        return this == ABSENT;
    }

    /** Whether both are encoded alike, and may be held by a key. */
    public boolean isSame(FactValue other) {
        return refusal == null && other.refusal == null && Arrays.equals(encoded, other.encoded);
    }

    FactValue withoutObject() {
        return raw == null ? this : new FactValue(encoded, null, steady, versions, models, refusal);
    }

    byte[] encoded() {
        return encoded;
    }

    List<Object> versions() {
        return versions;
    }

    List<Versions.Model> models() {
        return models;
    }
}
