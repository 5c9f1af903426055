package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.key.Key;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops whose fragments are read from a remote store in one go. */
class EachTest {
    private static final String LIST = "<ul cache:fragment=\"list\" cache:key=\"'all'\">"
            + "<li cache:each=\"i, st : ${items}\" cache:fragment=\"item\" cache:key=\"${i}\""
            + " th:text=\"${st.count + '/' + st.size + ' ' + i.name}\">x</li></ul>";

    private final RemoteStore store = new RemoteStore();
    private final Stage shop = Stage.over(store, "5m fresh").template("list", LIST);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50, 10_000})
    void allKeysOfTheLoopAreReadInOneGo(int size) {
        Item[] items = items(size);
        StringBuilder expected = new StringBuilder("<ul>");
        for (int i = 0; i < size; i++) {
            expected.append("<li>")
                    .append(i + 1)
                    .append('/')
                    .append(size)
                    .append(" n")
                    .append(i)
                    .append("</li>");
        }
        String page = expected.append("</ul>").toString();
        shop.render("list", items).shows(page);
        assertThat(store.bulkReads).isEqualTo(1);
    }

    @Test
    void whatIsMissingIsRenderedAndTheRestReused() {
        Item[] items = items(50);
        shop.render("list", items);
        store.forgetCounts();
        items[7] = items[7].renamed("new");
        shop.touch(items[7]);

        shop.render("list", items).missed("list all", "item 7");
        assertThat(store.bulkReads).isEqualTo(1);
        // One for the list itself; and those who render look once more whether somebody else was quicker.
        assertThat(store.singleReads).isLessThan(5);
    }

    @Test
    void whatIsInTheListTwiceIsRenderedOnceAndShownTwice() {
        Item tea = Item.of("tea", "Tea");
        Item oat = Item.of("oat", "Oat");
        shop.template("list", LIST.replace("st.count + '/' + st.size + ' ' + ", ""));
        shop.render("list", tea, oat, tea)
                .shows("<ul><li>Tea</li><li>Oat</li><li>Tea</li></ul>")
                .rendered("item tea", "item oat", "list all");
    }

    @Test
    void onATagThatIsNoFragmentItIsAnError() {
        shop.template("list", "<li cache:each=\"i : ${items}\">x</li>");
        assertThatThrownBy(() -> shop.render("list"))
                .hasMessageContaining("cache:each=\"i : ${items}\" stands on a tag without cache:fragment. Add"
                        + " cache:fragment=\"name\" and cache:key to the tag, or write th:each.");
    }

    private static Item[] items(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> Item.of(String.valueOf(i), "n" + i))
                .toArray(Item[]::new);
    }

    /** Counts how it is read. */
    private static final class RemoteStore implements Store {
        private final Store memory = CaffeineStore.ofMegabytes(64);
        private int bulkReads;
        private int singleReads;

        void forgetCounts() {
            bulkReads = 0;
            singleReads = 0;
        }

        @Override
        public boolean isRemote() {
            return true;
        }

        @Override
        public @Nullable Entry read(Key key) {
            singleReads++;
            return memory.read(key);
        }

        @Override
        public Map<Key, Entry> readAll(Collection<Key> keys) {
            bulkReads++;
            return memory.readAll(keys);
        }

        @Override
        public Written write(Entry entry) {
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
}
