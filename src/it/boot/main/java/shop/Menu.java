package shop;

import io.fragmentcache.thymeleaf.Lazy;
import java.util.List;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What the layout of each page shows. */
@ControllerAdvice(assignableTypes = {ShopController.class, ViewsController.class})
public class Menu {
    private final Catalog catalog;

    public Menu(Catalog catalog) {
        this.catalog = catalog;
    }

    @ModelAttribute("categories")
    public Lazy<List<Category>> categories() {
        return Lazy.of(catalog::categories);
    }
}
