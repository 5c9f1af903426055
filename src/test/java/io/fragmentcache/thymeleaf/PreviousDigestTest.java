package io.fragmentcache.thymeleaf;

import io.fragmentcache.digest.DigestLock;
import io.fragmentcache.internal.digest.Digests;
import io.fragmentcache.key.Locator;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Stage;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** After a deployment that changed a template, over a store that outlived it. */
class PreviousDigestTest {
    private static final String OLD = "<b cache:fragment=\"card\" cache:key=\"${item}\">old [[${item.name}]]</b>";
    private static final String NEW = OLD.replace("old", "new");

    private final Store survivor = CaffeineStore.ofMegabytes(1);
    private final Item tea = Item.of("tea", "Tea");

    @Test
    void theTextOfTheDigestBeforeIsShownOnceMoreWhileTheNewOneIsMade() {
        Stage before = Stage.over(survivor, "5m fresh, 1h stale").template("page", OLD);
        before.render("page", tea).shows("<b>old Tea</b>");

        Stage after = deployed(before);
        after.render("page", tea).shows("<b>old Tea</b>").stale("card tea").because("STALE", "card tea", "digest");
        after.runBackground().regenerated("card tea");
        after.render("page", tea).shows("<b>new Tea</b>").hit("card tea");
    }

    @Test
    void whatWasTouchedSinceIsNotShownAgain() {
        Stage before = Stage.over(survivor, "5m fresh, 1h stale").template("page", OLD);
        before.render("page", tea);

        Stage after = deployed(before);
        after.wait("1s").touch(tea);
        after.render("page", tea).shows("<b>new Tea</b>").missed("card tea");
    }

    @Test
    void withoutTheHistoryADeploymentStartsCold() {
        Stage.over(survivor, "5m fresh, 1h stale").template("page", OLD).render("page", tea);
        Stage.over(survivor, "5m fresh, 1h stale")
                .template("page", NEW)
                .render("page", tea)
                .shows("<b>new Tea</b>")
                .missed("card tea");
    }

    private Stage deployed(Stage before) {
        Stage plain = Stage.over(CaffeineStore.ofMegabytes(1), "5m fresh").template("page", NEW);
        DigestLock approved = lock(before);
        DigestLock now = lock(plain).after(approved);
        return Stage.over(survivor, "5m fresh, 1h stale", builder -> builder.previousDigests(now))
                .template("page", NEW);
    }

    private static DigestLock lock(Stage stage) {
        Digests digests = new Digests(stage.engine().getConfiguration(), "cache");
        return DigestLock.of(List.of(digests.of(new Locator("page", "card"), null)), Map.of());
    }
}
