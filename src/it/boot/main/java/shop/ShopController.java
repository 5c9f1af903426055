package shop;

import io.fragmentcache.thymeleaf.Lazy;
import jakarta.validation.Valid;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

@Controller
public class ShopController {
    private final Catalog catalog;

    public ShopController(Catalog catalog) {
        this.catalog = catalog;
    }

    @GetMapping("/")
    public String list(Model model) {
        model.addAttribute("products", Lazy.of(catalog::products));
        return "list";
    }

    @GetMapping("/products/{id}")
    public String product(@PathVariable long id, Model model) {
        model.addAttribute("id", id);
        model.addAttribute("product", Lazy.of(() -> catalog.product(id)));
        return "product";
    }

    @GetMapping("/products/{id}/edit")
    public String edit(@PathVariable long id, Model model) {
        model.addAttribute("productForm", ProductForm.of(catalog.product(id)));
        return "edit";
    }

    @PostMapping("/products/{id}/edit")
    public String save(
            @PathVariable long id,
            @Valid @ModelAttribute ProductForm productForm,
            BindingResult errors,
            RedirectAttributes redirect) {
        if (errors.hasErrors()) {
            return "edit";
        }
        catalog.change(id, productForm);
        redirect.addFlashAttribute("notice", "Saved " + productForm.getName());
        return "redirect:/products/" + id;
    }

    @PostMapping("/cart/{id}")
    public String buy(@PathVariable long id, RedirectAttributes redirect) {
        redirect.addFlashAttribute("notice", "Bought " + id);
        return "redirect:/";
    }

    @GetMapping("/broken")
    public String broken() {
        throw new IllegalStateException("The kettle is broken");
    }
}
