package shop;

import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class Catalog {
    private final Products products;
    private final Categories categories;

    public Catalog(Products products, Categories categories) {
        this.products = products;
        this.categories = categories;
    }

    public List<Category> categories() {
        return categories.findAll();
    }

    public List<Product> products() {
        return products.inOrder();
    }

    public Product product(long id) {
        return products.byId(id);
    }

    @Transactional
    public void change(long id, ProductForm form) {
        Product product = products.findById(id).orElseThrow();
        product.setName(form.getName());
        product.setPrice(form.getPrice());
    }
}
