package io.fragmentcache;

import io.fragmentcache.key.Versioned;
import java.math.BigDecimal;
import java.text.NumberFormat;

/** One of fifty. Its version rises by hand. */
public final class StorefrontProduct implements Versioned {
    private static final String STORY =
            ("Picked by hand in the first weeks of spring, withered in the shade for a night,"
                            + " rolled in small lots and fired over charcoal. Steep three grams for two minutes, then again. ")
                    .repeat(2);

    private final long id;
    private final String name;
    private final NumberFormat money;
    private long version;

    /** @param money formats prices, the same way for all peers; used by one thread */
    StorefrontProduct(long id, String name, NumberFormat money) {
        this.id = id;
        this.name = name;
        this.money = money;
    }

    void change() {
        version++;
    }

    @Override
    public Object cacheId() {
        return id;
    }

    @Override
    public Object cacheVersion() {
        return version;
    }

    @Override
    public String cacheType() {
        return "Product";
    }

    public long getId() {
        return id;
    }

    public String getName() {
        return name;
    }

    public long getVersion() {
        return version;
    }

    public String getStory() {
        return STORY;
    }

    public String getPrice() {
        return money.format(BigDecimal.valueOf(id % 30 * 100 + 90, 2));
    }

    public String getOrigin() {
        return id % 2 == 0 ? "Fujian" : "Darjeeling";
    }

    public int getStars() {
        return (int) (id % 5) + 1;
    }

    public boolean isOrganic() {
        return id % 3 == 0;
    }
}
