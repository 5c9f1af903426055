package io.fragmentcache;

import io.fragmentcache.key.Versioned;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the page shows: a category with its fifty products. */
public final class StorefrontCategory implements Versioned {
    private static final int PRODUCTS = 50;

    private final List<StorefrontProduct> products = new ArrayList<>();
    private long version;

    /** @param accents whether each name has one, which makes a page dearer to encode */
    StorefrontCategory(boolean accents) {
        NumberFormat money = NumberFormat.getNumberInstance(Locale.ENGLISH);
        money.setMinimumFractionDigits(2);
        for (int i = 0; i < PRODUCTS; i++) {
            products.add(new StorefrontProduct(1_000 + i, (accents ? "Grüner Tee " : "Green tea ") + i, money));
        }
    }

    /** A change of one product, of which its category hears. */
    StorefrontProduct changeOne() {
        StorefrontProduct changed = products.get((int) (version % PRODUCTS));
        changed.change();
        version++;
        return changed;
    }

    void changeAll() {
        products.forEach(StorefrontProduct::change);
        version++;
    }

    @Override
    public Object cacheId() {
        return 7L;
    }

    @Override
    public Object cacheVersion() {
        return version;
    }

    @Override
    public String cacheType() {
        return "Category";
    }

    public long getId() {
        return 7;
    }

    public long getVersion() {
        return version;
    }

    public String getName() {
        return "Tea";
    }

    public String getWords() {
        return "Fifty teas, from three gardens each.";
    }

    public List<StorefrontProduct> getProducts() {
        return products;
    }
}
