package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Key;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.stage.Stage;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.EntryCodec;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;

/**
 * A page over a store that answers forged bytes, with a checksum that fits: it never fails, nothing of the bytes is
 * evaluated, and where the text and its holes are those that were stored the page is that of plain Thymeleaf.
 *
 * <p>More of them: {@code -Dfragmentcache.fuzz=1000000}; the same again: {@code -Dfragmentcache.fuzz.seed=..}.
 */
class PageFuzzTest {
    private static final int ROUNDS = Integer.getInteger("fragmentcache.fuzz", 4_000);
    private static final long SEED = Long.getLong("fragmentcache.fuzz.seed", System.nanoTime());
    private static final int SUM_AT = 10;
    private static final int HEAD = 14;

    /** What would print 4900 if it were evaluated. */
    private static final List<String> MARKUP = List.of(
            "[[${7*7*100}]]",
            "<i th:text=\"${7*7*100}\">x</i>",
            "<i cache:hole=\"\">[[${7*7*100}]]</i>",
            "~{page :: f}",
            "__${7*7*100}__",
            "page",
            "other");

    private static final String PAGE =
            "<main><div cache:fragment=\"f\" cache:key=\"${item}\"><b th:text=\"${item.name}\">n</b>"
                    + "<i cache:hole=\"n=${item.id}\">[[${n}]] for [[${visitor}]]</i>"
                    + "<p cache:fragment=\"inner\" cache:key=\"'i', ${item}\">[[${item.name}]] and more"
                    + "<u cache:hole=\"\" th:text=\"${visitor}\">v</u></p></div>"
                    + "<ul><li cache:each=\"i : ${items}\" cache:fragment=\"row\" cache:key=\"${i}\" th:text=\"${i.name}\">r</li></ul></main>";

    /** Answers forged bytes of what it was given. */
    private static final class Forging implements Store {
        private final Store memory = CaffeineStore.ofMegabytes(4);
        private final EntryCodec plain = EntryCodec.plain();
        private final EntryCodec deflating = EntryCodec.deflatingFrom(1);
        private final Random random = new Random(SEED);
        private boolean honest = true;
        private boolean altered;
        private int read;
        private int shown;
        private int refused;

        @Override
        public @Nullable Entry read(Key key) {
            Entry entry = memory.read(key);
            if (entry == null || honest) {
                return entry;
            }
            byte[] valid = (random.nextBoolean() ? plain : deflating).encode(entry);
            Entry forged = plain.decode(sealed(forge(valid, random)), key);
            read++;
            if (forged == null) {
                refused++;
                return null;
            }
            shown++;
            altered |= !forged.text().equals(entry.text()) || !forged.holes().equals(entry.holes());
            return forged;
        }

        @Override
        public Written write(Entry entry) {
            memory.remove(entry.key());
            return memory.write(entry);
        }

        @Override
        public void remove(Key key) {
            memory.remove(key);
        }

        @Override
        public Stamps stamps(InstantSource clock) {
            return memory.stamps(clock);
        }

        @Override
        public long size() {
            return memory.size();
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void aPageOverForgedBytesNeverFailsEvaluatesNoneAndIsThePlainOneWhereTheyDidNotChangeIt() {
        Forging store = new Forging();
        Stage shop = Stage.over(store, "1h fresh, 1h stale, 1d onError").template("page", PAGE);
        shop.template("other", "<i cache:hole=\"\" th:text=\"${7*7*100}\">x</i>");
        MapTemplates templates = new MapTemplates().put("page", Sample.plain(PAGE));
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(templates);
        Random random = new Random(SEED);
        int same = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int number = random.nextInt(5);
            Item item = Item.of("id" + number, "Name " + number);
            Item[] items = {item, Item.of("tea", "Tea"), Item.of("oat", "Oat <&> 日本")};
            shop.with("visitor", "visitor " + round);
            String expected = engine.process("page", (Context) shop.context(items));
            store.honest = true;
            shop.render("page", items);
            store.honest = false;
            store.altered = false;
            String page;
            try {
                page = shop.render("page", items).text();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + SEED + ", round " + round, e);
            }
            assertThat(page).as("seed %d, round %d", SEED, round).doesNotContain("4900");
            if (!store.altered) {
                assertThat(page).as("seed %d, round %d", SEED, round).isEqualTo(expected);
                same++;
            }
            if (store.altered || round % 10 == 0) {
                // What was rendered around a text that somebody wrote into the store shows that text too.
                shop.evictAll();
            }
        }
        int plain = same;
        System.getLogger("io.fragmentcache.fuzz")
                .log(
                        System.Logger.Level.INFO,
                        () -> "pages " + ROUNDS + ", seed " + SEED + ": read " + store.read + ", refused "
                                + store.refused + ", shown " + store.shown + ", pages as plain " + plain);
        assertThat(store.refused).isGreaterThan(ROUNDS / 10);
        assertThat(store.shown).isGreaterThan(ROUNDS / 10);
        assertThat(same).isGreaterThan(ROUNDS / 10);
    }

    private static byte[] forge(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        int at = HEAD + random.nextInt(bytes.length - HEAD);
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> bytes = Arrays.copyOf(bytes, at + random.nextInt(20));
            case 3 -> {
                byte[] markup = MARKUP.get(random.nextInt(MARKUP.size())).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(markup, 0, bytes, at, Math.min(markup.length, bytes.length - at));
            }
            case 4 -> {
                // In place of a name or a text, with its length before it.
                byte[] markup = MARKUP.get(random.nextInt(MARKUP.size())).getBytes(StandardCharsets.UTF_8);
                int rest = Math.min(bytes.length, at + random.nextInt(40));
                byte[] longer = Arrays.copyOf(bytes, at + 1 + markup.length + bytes.length - rest);
                longer[at] = (byte) markup.length;
                System.arraycopy(markup, 0, longer, at + 1, markup.length);
                System.arraycopy(bytes, rest, longer, at + 1 + markup.length, bytes.length - rest);
                bytes = longer;
            }
            case 5 -> {
                int from = HEAD + random.nextInt(bytes.length - HEAD);
                System.arraycopy(valid, from, bytes, at, bytes.length - Math.max(from, at));
            }
            default -> {
                for (int i = random.nextInt(10); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            }
        }
        return bytes;
    }

    private static byte[] sealed(byte[] bytes) {
        if (bytes.length < HEAD) {
            return bytes;
        }
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, SUM_AT);
        sum.update(bytes, HEAD, bytes.length - HEAD);
        ByteBuffer.wrap(bytes).putInt(SUM_AT, (int) sum.getValue());
        return bytes;
    }
}
