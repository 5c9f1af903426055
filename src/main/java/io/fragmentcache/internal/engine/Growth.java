package io.fragmentcache.internal.engine;

import io.fragmentcache.key.Facts;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the key of a fragment grows when renderings read facts that it does not hold. */
public interface Growth {
    /** Of fragments that read no facts. */
    Growth NONE = new Growth() {
        @Override
        public @Nullable Fragment again() {
            return null;
        }

        @Override
        public Fragment with(Facts facts) {
            throw new IllegalStateException("no facts are read here");
        }

        @Override
        public void learn(Set<String> names) {}
    };

    /** Says that a rendering has read these facts outside of its key: later look-ups hold them. */
    void learn(Set<String> names);

    /** Returns the fragment as it is asked for now; null if no rendering has read more since the look-up. */
    @Nullable Fragment again();

    /**
     * Returns the fragment whose key holds these facts.
     *
     * @param facts those of the look-up, and those that a rendering read beside them with the values that it read
     */
    Fragment with(Facts facts);
}
