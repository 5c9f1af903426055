package io.fragmentcache;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Versioned;
import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.thymeleaf.CacheDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;

/**
 * Renders pages on two threads as fast as they go, while every hundredth request changes a product, and tells for each
 * minute how many pages there were, how much of the heap is in use after a collection, and how many threads live. Each page
 * is compared with what its products are.
 */
public final class FullSpeedSoak {
    private static final int THREADS = 2;
    private static final int SHELVES = 400;
    private static final int PRODUCTS = 50;
    private static final String PAGE = """
            <html><body><main cache:fragment="main" cache:key="${shelf}"><ul>
            <li cache:each="p : ${shelf.products}" cache:fragment="card" cache:key="${p}"><h3 th:text="${p.name}">Tea</h3><p>%s</p><i th:text="|v${p.number}|">v0</i></li>
            </ul></main></body></html>""".formatted("Steep three grams for two minutes, then again. ".repeat(8));

    /** A product, of which several threads make the next version. */
    public static final class Product implements Versioned {
        private final long id;
        private final AtomicLong version = new AtomicLong();
        /** The last version of which the cache was told. */
        private final AtomicLong told = new AtomicLong();

        Product(long id) {
            this.id = id;
        }

        @Override
        public Object cacheId() {
            return id;
        }

        @Override
        public Object cacheVersion() {
            return version.get();
        }

        @Override
        public String cacheType() {
            return "Product";
        }

        public String getName() {
            return "Tea " + id;
        }

        public long getNumber() {
            return version.get();
        }
    }

    /** A shelf, outdated by a touch of what stands on it. */
    public static final class Shelf implements Versioned {
        private final long id;
        private final List<Product> products;

        Shelf(long id) {
            this.id = id;
            this.products = IntStream.range(0, PRODUCTS)
                    .mapToObj(i -> new Product(id * PRODUCTS + i))
                    .toList();
        }

        @Override
        public Object cacheId() {
            return id;
        }

        @Override
        public Object cacheVersion() {
            return 1L;
        }

        @Override
        public String cacheType() {
            return "Shelf";
        }

        public List<Product> getProducts() {
            return products;
        }
    }

    private final FragmentCache cache =
            FragmentCache.inMemory().lifetime(Lifetime.of("10s").stale("1m")).build();
    private final TemplateEngine engine = new TemplateEngine();
    private final List<Shelf> shelves =
            IntStream.range(0, SHELVES).mapToObj(Shelf::new).toList();
    private final AtomicLong pages = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();
    private volatile boolean over;

    private FullSpeedSoak() {
        engine.setTemplateResolver(new MapTemplates().put("page", PAGE));
        engine.addDialect(new CacheDialect(cache));
    }

    /** @param arguments how many minutes it takes, by default ten */
    public static void main(String[] arguments) throws InterruptedException {
        int minutes = arguments.length == 0 || arguments[0].equals(".*") ? 10 : Integer.parseInt(arguments[0]);
        new FullSpeedSoak().run(minutes);
    }

    private void run(int minutes) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random chance = new Random(i);
            Thread thread = new Thread(() -> serve(chance), "visitors-" + i);
            // What is wrong ends the soak.
            thread.setUncaughtExceptionHandler((failed, e) -> {
                e.printStackTrace();
                System.exit(1);
            });
            threads.add(thread);
            thread.start();
        }
        System.out.println("| minute | pages | changes | MB in use | threads |");
        System.out.println("|---:|---:|---:|---:|---:|");
        for (int minute = 1; minute <= minutes; minute++) {
            long pagesBefore = pages.get();
            long changesBefore = changes.get();
            Thread.sleep(60_000);
            System.gc();
            Runtime heap = Runtime.getRuntime();
            System.out.println(String.format(
                    Locale.ROOT,
                    "| %d | %d | %d | %d | %d |",
                    minute,
                    pages.get() - pagesBefore,
                    changes.get() - changesBefore,
                    (heap.totalMemory() - heap.freeMemory()) >> 20,
                    Thread.activeCount()));
        }
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        cache.close();
    }

    private void serve(Random chance) {
        PageBuffer out = PageBuffer.ofCharacters();
        while (!over) {
            Shelf shelf = shelves.get(chance.nextInt(SHELVES));
            Product product = shelf.products.get(chance.nextInt(PRODUCTS));
            long least = product.told.get();
            if (chance.nextInt(100) == 0) {
                least = product.version.incrementAndGet();
                cache.touch(product);
                product.told.accumulateAndGet(least, Math::max);
                changes.incrementAndGet();
            }
            Context model = new Context(Locale.ENGLISH);
            model.setVariable("shelf", shelf);
            engine.process("page", model, out.restart());
            check(product, least, out.text());
            pages.incrementAndGet();
        }
    }

    /** No page shows a product older than the cache was told before the page was asked for. */
    private static void check(Product product, long least, String page) {
        int at = page.indexOf("<h3>" + product.getName() + "</h3>");
        int from = page.indexOf("<i>v", at) + 4;
        long shown = Long.parseLong(page, from, page.indexOf("</i>", from), 10);
        if (at < 0 || shown < least) {
            throw new IllegalStateException(product.getName() + " is shown with version " + shown + ", not " + least);
        }
    }
}
