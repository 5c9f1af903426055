package io.fragmentcache.key;

import io.fragmentcache.internal.Internal;
import io.fragmentcache.problem.Problem;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the values of facts: plain values as they are, models by identity with their version beside, collections, maps,
 * records and entries by their members. Immutable and thread-safe.
 */
@Internal
public final class FactEncoder {
    static final char VALUE = 'v';

    private final Versions versions;
    private final Function<Object, @Nullable Typed> others;

    /** @param others tells what stands for objects of frameworks; null for those that it does not know */
    public FactEncoder(Versions versions, Function<Object, @Nullable Typed> others) {
        this.versions = versions;
        this.others = others;
    }

    /** Engine objects that change only by what the reader itself does. */
    private static boolean isSteady(Object raw) {
        return raw.getClass().getName().endsWith("$SwitchStructure");
    }

    /** Returns the value of a fact. What has no identity is a value that no key may hold. */
    public FactValue encode(@Nullable Object raw) {
        if (raw == null) {
            return FactValue.ABSENT;
        }
        String nameless = versions.nameless(raw.getClass());
        if (nameless == null) {
            KeyWriter out = new KeyWriter(new byte[] {(byte) VALUE}, 24);
            if (PlainValues.writeFact(out, raw)) {
                return new FactValue(out.toBytes(), raw, true, List.of(), List.of(), null);
            }
            if (raw instanceof String[] texts && texts.length < KeyBuilder.MOST_PARTS) {
                return new FactValue(KeyBuilder.texts(out, texts).toBytes(), raw, false, List.of(), List.of(), null);
            }
        }
        try {
            Typed typed = nameless == null ? null : others.apply(raw);
            if (nameless != null && typed == null) {
                return FactValue.refused(nameless);
            }
            KeyBuilder parts = new KeyBuilder(versions, VALUE, others);
            boolean steady = (typed == null ? parts.fact(raw) : parts.fact(typed)) || isSteady(raw);
            return parts.factValue(raw, steady);
        } catch (Problem noIdentity) {
            return FactValue.refused(String.valueOf(noIdentity.getMessage()));
        } catch (StackOverflowError | Exception fails) {
            return failed(raw, fails);
        } catch (VirtualMachineError fatal) {
            throw fatal;
        } catch (Throwable fails) {
            return failed(raw, fails);
        }
    }

    private static FactValue failed(Object raw, Throwable fails) {
        if (fails instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return FactValue.refused("reading " + raw.getClass().getName() + " failed: " + fails);
    }
}
