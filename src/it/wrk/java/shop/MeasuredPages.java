package shop;

import io.fragmentcache.thymeleaf.Lazy;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The pages that {@code .ci/wrk} measures. */
@Controller
public class MeasuredPages {
    private final Catalog catalog;
    private final Rows rows;

    public MeasuredPages(Catalog catalog, Rows rows) {
        this.catalog = catalog;
        this.rows = rows;
    }

    /** Twenty rows, each with a form in a hole. */
    @GetMapping("/forms")
    public String forms(Model model) {
        return listed(model, 20, "forms");
    }

    /** Fifty cards without holes. */
    @GetMapping("/cards")
    public String cards(Model model) {
        return listed(model, 50, "cards");
    }

    /** The layout around nothing. */
    @GetMapping("/framed")
    public String framed(Model model) {
        return listed(model, 0, "framed");
    }

    /** What each page costs before it shows anything. */
    @GetMapping("/empty")
    public String empty() {
        return "empty";
    }

    private String listed(Model model, int last, String view) {
        model.addAttribute("categories", Lazy.of(catalog::categories));
        model.addAttribute("products", Lazy.of(() -> rows.first(last)));
        return view;
    }
}
