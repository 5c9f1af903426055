package com.example.shop;

import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.Category;
import com.example.shop.catalog.Database;
import com.example.shop.catalog.Money;
import com.example.shop.catalog.Product;
import com.example.shop.catalog.Seed;
import com.example.shop.catalog.Supplier;
import com.example.shop.web.Cart;
import com.example.shop.web.Templates;
import io.fragmentcache.testing.FragmentStage;
import io.fragmentcache.testing.FragmentTest;
import io.fragmentcache.testing.Visitor;
import io.fragmentcache.thymeleaf.CacheDialect;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.thymeleaf.ITemplateEngine;

/** The shop's own templates on a stage, without a server: what a shelf of fifty cards keeps, and for whom. */
@FragmentTest(engine = ShelfTest.ShopTemplates.class)
class ShelfTest {

    private static Database database;
    private static List<Product> products;
    private static Map<String, Object> shelf;

    private final Visitor zoe = Visitor.named("Zoë")
            .session("name", "Zoë")
            .session("cart", new Cart(Map.of(1, 2)))
            .variable("token", "token-of-zoe");
    private final Visitor jose = Visitor.named("José")
            .session("name", "José")
            .session("cart", new Cart(Map.of(7, 1)))
            .variable("token", "token-of-jose");

    @BeforeAll
    static void open() {
        database = Database.open(Street.freshDatabase());
        Seed.sow(database);
        Catalog catalog = new Catalog(database, Clock.systemUTC());
        Category category = catalog.category(1).orElseThrow();
        products = catalog.products(category);
        shelf = Map.of(
                "category", category,
                "products", products,
                "offers", new Supplier(database, () -> {}).offers(products),
                "categories", catalog.categories(),
                "stylesheet", "1",
                "freeDelivery", new Money(50_00));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void theNextVisitorIsShownTheShelfOfTheFirst(FragmentStage shop) {
        shop.render(zoe, "category", shelf).missed("main", "list", "card", "rating", "offer");
        shop.render(jose, "category", shelf).hit("main");
    }

    @Test
    void touchingAProductOutdatesItsCardAndWhatIsAroundItAndNoOtherCard(FragmentStage shop) {
        shop.render(zoe, "category", shelf);
        shop.touch(products.get(6)).outdated("main", "list", "card 7", "rating 7", "offer 7");
    }

    @Test
    void theShelfIsThatOfPlainThymeleaf(FragmentStage shop) {
        shop.printsAsPlainThymeleaf(zoe, "category", shelf);
    }

    @Test
    void nobodySeesTheCartTheNameOrTheTokenOfSomebodyElse(FragmentStage shop) {
        shop.keepsApart(zoe, jose, "category", shelf);
    }

    /** The engine of the shop. */
    static final class ShopTemplates implements java.util.function.Supplier<ITemplateEngine> {
        @Override
        public ITemplateEngine get() {
            return Templates.engine(new CacheDialect(), false);
        }
    }
}
