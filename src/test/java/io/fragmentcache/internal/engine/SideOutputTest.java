package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Versions;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.NotStored;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Fragments that change the response beside its text. */
class SideOutputTest {
    private final List<String> refused = new ArrayList<>();
    private final FragmentCache cache = FragmentCache.inMemory()
            .executor(Runnable::run)
            .listener(new Listener() {
                @Override
                public void notStored(NotStored event) {
                    refused.add(event.locator().name() + ": " + event.reason());
                }
            })
            .build();
    private final RequestScope scope = cache.engine().requests().begin(true);

    @Test
    void aFragmentThatSetsAHeaderIsShownAndNotStored() {
        String text = show("card", doll -> {
            scope.sideOutput("sets the header Location");
            return new Body.Text("moved");
        });
        assertThat(text).isEqualTo("moved");
        assertThat(refused)
                .containsExactly("card: it sets the header Location while it is rendered, which a hit would not do");
        assertThat(lookup("card", null).outcome()).isEqualTo(Outcome.MISS);
    }

    @Test
    void theFragmentsAroundItAreNotStoredEither() {
        show("list", outer -> {
            Lookup inner = lookup("card", outer);
            Entry shown = cache.engine().render(inner, doll -> {
                scope.sideOutput("sets the cookie seen");
                return new Body.Text("x");
            });
            return new Body.Text(shown.text());
        });
        assertThat(lookup("card", null).outcome()).isEqualTo(Outcome.MISS);
        assertThat(lookup("list", null).outcome()).isEqualTo(Outcome.MISS);
    }

    @Test
    void aHeaderThatIsSetOutsideAnyFragmentChangesNothing() {
        scope.sideOutput("sets the header Vary");
        show("card", doll -> new Body.Text("x"));
        scope.sideOutput("sets the header Vary");
        assertThat(refused).isEmpty();
        assertThat(lookup("card", null).outcome()).isEqualTo(Outcome.HIT);
    }

    private String show(String name, Body body) {
        return cache.engine().render(lookup(name, null), body).text();
    }

    private Lookup lookup(String name, @Nullable Doll outer) {
        KeyBuilder key = new KeyBuilder(Versions.none(), KeyPrefix.of("", name)).add(name);
        Fragment fragment = new Fragment(
                new Locator("page", name), key.key(), key.version(), Lifetime.DEFAULT, Set.of(), key::tags);
        return cache.engine().lookup(fragment, new Lookup.Place(outer, scope));
    }
}
