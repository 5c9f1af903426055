package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Rendered;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Page;
import io.fragmentcache.stage.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fragment prints the same bytes for a request and from its source. */
class BothWaysTest {
    private static final Item TEA = Item.of("tea", "Tea & <b>");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p cache:fragment='f' cache:key='${item}'>a [[${item.name}]] [(${item.name})] b</p>",
                "<p cache:fragment='f' cache:key='${item}' th:text='${item.name}'>x</p>",
                "<p cache:fragment='f' cache:key='${item}' th:utext='${item.name}' class=\"c\" th:classappend='${item.id}'>x</p>",
                "<p th:each='i : ${items}' cache:fragment='f' cache:key='${i}' th:with='n=${i.name + 1}'>[[${n}]]</p>",
                "<p th:if='${items}' cache:fragment='f' cache:key='${item}'>x</p>",
                "<p th:unless='${gone}' cache:fragment='f' cache:key='${item}'>x</p>",
                "<div th:switch='${item.id}'><p th:case='tea' cache:fragment='f' cache:key='${item}'>x</p></div>",
                "<p cache:each='i : ${items}' cache:fragment='f' cache:key='${i}'>[[${i.name}]]</p>",
                "<p cache:fragment='f' cache:key='${item}' th:object='${item}' th:text='*{name}'>x</p>",
                "<p cache:fragment='f' cache:key='${item}' th:insert='~{part :: it(${item})}'>x</p>",
                "<p cache:fragment='f' cache:key='${item}' th:replace='~{part :: it(${item})}'>x</p>",
                "<p cache:fragment='f' cache:key='${item}' th:remove='tag'>x <i>y</i></p>",
                "<p cache:fragment='f' cache:key='${item}' th:inline='none'>[[${item.name}]]</p>",
                "<script cache:fragment='f' cache:key='${item}' th:inline='javascript'>var a = [[${item.name}]];</script>",
                "<cache:fragment name='f' key='${item}'>a<br>[[${item.name}]]</cache:fragment>",
                "<th:block cache:fragment='f' cache:key='${item}'>a<br>[[${item.name}]]</th:block>",
                "<p data-cache-fragment='f' data-cache-key='${item}' data-th-text='${item.name}'>x</p>",
                "<input cache:fragment='f' cache:key='${item}' th:value='${item.name}'>",
                "<p cache:fragment='f' cache:key='${item}'><!-- a --><!--/* b */--><i cache:fragment='g' cache:key='${item}'>[[${item.name}]]</i><svg><![CDATA[ c ]]></svg></p>",
                "<p cache:fragment='f' cache:key='${item}'>[[#{greeting(${item.name}, 2)}]] [[${#locale}]] <a th:href='@{https://example.com/{id}(id=${item.id},q=${item.name})}'>x</a></p>",
                "<p cache:fragment='f' cache:key='${item}'><i cache:hole='n=${item.id}'>[[${n}]]</i> end</p>",
                "<p cache:fragment='f' cache:key='${item}' th:fragment='own'>[[${item.name}]]<i th:if='${false}' th:insert='~{::own}'></i></p>",
            })
    void theSameBytes(String shape) {
        Stage shop = Stage.configured(
                        "5m fresh",
                        builder ->
                                builder.source("page :: f", id -> Map.of("item", TEA, "i", TEA, "items", List.of(TEA))))
                .template("page", "<html>" + shape + "</html>")
                .template("part", "<b th:fragment='it(x)'>[[${x.name}]]</b>");
        Map<String, String> rendered = new ConcurrentHashMap<>();
        shop.cache().listen(new Listener() {
            @Override
            public void rendered(Rendered event) {
                rendered.put(event.locator().name(), event.entry().text());
            }
        });
        String page = shop.render("page", TEA).text();
        String requested = Objects.requireNonNull(rendered.remove("f"));
        shop.evictAll();

        WarmUp warm = shop.cacheDialect().warmUp(shop.engine()).add("page :: f", Locale.ENGLISH, List.of("tea"));
        warm.run();
        assertThat(warm.failed()).isZero();
        assertThat(rendered).containsEntry("f", requested);
        Page sourced = shop.render("page", TEA);
        sourced.shows(page).hit("f tea");
    }
}
