package io.fragmentcache.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.thymeleaf.context.ILazyContextVariable;

/** A variable of the model that is loaded when it is read may turn out to be what the session of one visitor holds. */
class LazyOfOneVisitorTest {
    private static final String PAGE = "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${cart}]]</p>";

    private final Guest ann = Guest.withoutName().session("cart", "tea of Ann");
    private final Guest bob = Guest.withoutName().session("cart", "mug of Bob");
    private final Guest without = Guest.withoutName();

    private static WebStage pages(UnaryOperator<FragmentCacheBuilder> configure) {
        return WebStage.with(configure).template("page", PAGE);
    }

    private static WebStage pages() {
        return pages(builder -> builder);
    }

    private static String shows(WebStage pages, Guest guest) {
        Object cart = guest.session.getOrDefault("cart", "nothing");
        pages.set("cart", (ILazyContextVariable<Object>) () -> cart);
        return pages.shows(guest);
    }

    /** A hit loads nothing: docs/security.md says so, and that {@code personal(..)} helps. */
    @Test
    void withoutANameInTheBuilderWhoHasOneIsShownThatAnotherHadNone() {
        WebStage pages = pages();
        shows(pages, without);

        assertThat(shows(pages, ann)).contains("nothing");
    }

    @Test
    void whoHasOneIsShownItAndItIsNotStored() {
        WebStage pages = pages();
        shows(pages, ann);

        assertThat(shows(pages, bob)).contains("mug of Bob");
        assertThat(shows(pages, without)).contains("nothing");
    }

    @Test
    void aRegenerationThatOneVisitorBeganKeepsNothingOfTheirs() {
        WebStage pages = pages();
        shows(pages, without);
        pages.passTime();
        shows(pages, ann);
        pages.runBackground();

        assertThat(shows(pages, without)).doesNotContain("Ann");
    }

    @Test
    void namedInTheBuilderItIsRightForAll() {
        WebStage pages = pages(builder -> builder.personal("cart"));
        for (Guest guest : new Guest[] {without, ann, bob, without, ann}) {
            assertThat(shows(pages, guest)).isEqualTo(pages.plain(guest));
        }
        pages.passTime();
        shows(pages, ann);
        pages.runBackground();
        assertThat(shows(pages, without)).contains("nothing");
        assertThat(shows(pages, bob)).contains("mug of Bob");
    }
}
