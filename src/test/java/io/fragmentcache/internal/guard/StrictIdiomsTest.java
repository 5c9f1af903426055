package io.fragmentcache.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Versioned;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import io.fragmentcache.store.CaffeineStore;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Idioms of ordinary applications, one line each: strict mode has nothing to say of them, in either expression language. */
class StrictIdiomsTest {
    /** A model of an application. */
    public record Item(
            int id,
            String name,
            BigDecimal price,
            boolean available,
            LocalDate since,
            List<Item> children,
            @Nullable String image)
            implements Versioned {
        @Override
        public Object cacheId() {
            return id;
        }

        @Override
        public Object cacheVersion() {
            return 1;
        }
    }

    private static final String KEY = " cache:fragment='f' cache:key=\"${product}\"";
    private static final String LIST = " cache:fragment='f' cache:key=\"${products}\"";
    private static final String STATIC = " cache:fragment='f' cache:key=\"'static'\"";

    private static final String PARTS = """
            <b th:fragment="plain">plain</b><b th:fragment="card(p)">[[${p.name}]]</b>\
            <b th:fragment="cached(p)" cache:fragment="cached" cache:key="${p}">[[${p.name}]]</b>\
            <b th:fragment="keyless(p)" cache:fragment="keyless">[[${p.name}]] [[${p.price}]]</b>\
            <b th:fragment="layout(title, content)" cache:fragment="layout" cache:key="'l'"><i th:replace="${title}">t</i>\
            <i th:replace="${content}">c</i></b>\
            <ul th:fragment="tree(node)"><li>[[${node.name}]]<th:block th:each="c : ${node.children}">\
            <ul th:replace="~{:: tree(${c})}"></ul></th:block></li></ul>\
            <nav th:fragment="nav" cache:fragment="nav" cache:key="'nav'"><a th:classappend="${active == 'home'} ? 'on'">h</a></nav>""";

    static Stream<String> idioms() {
        return """
                <li th:each="p : ${products}" cache:fragment='f' cache:key="${p}">[[${p.name}]]</li>
                <li th:each="p : ${products}" cache:fragment='f'>[[${p.name}]] [[${p.price}]]</li>
                <li cache:each="p : ${products}" cache:fragment='f' cache:key="${p}" th:text="${p.name}">x</li>
                <li th:each="p : ${products}" cache:fragment='f' cache:key="${p}">[[${pStat.count}]] [[${p.name}]]</li>
                <li th:each="p, s : ${products}" cache:fragment='f' cache:key="${p}" th:class="${s.odd} ? 'odd' : 'even'">[[${p.name}]]</li>
                <ul LIST><li th:each="p : ${products}">[[${p.name}]]</li></ul>
                <ul LIST><li th:each="p : ${products}" cache:fragment='g' cache:key="${p}">[[${p.name}]]</li></ul>
                <ul LIST><li th:each="p : ${products}" cache:fragment='g'>[[${p.name}]]</li></ul>
                <table LIST><tr th:each="p : ${products}" th:classappend="${pStat.last} ? 'last'"><td th:text="${p.name}"></td></tr></table>
                <div LIST><p th:if="${#lists.isEmpty(products)}">none</p><p th:unless="${#lists.isEmpty(products)}">some</p></div>
                <div KEY><b th:if="${product.available}">yes</b><b th:unless="${product.available}">no</b></div>
                <div KEY th:switch="${product.id}"><b th:case="1">one</b><b th:case="*">other</b></div>
                <div KEY th:with="total=${product.price * 2}">[[${total}]]</div>
                <div KEY><i th:with="n=${product.name}, m=${n}">[[${m}]]</i></div>
                <div KEY th:object="${product}"><b th:text="*{name}"></b>[[*{price}]]</div>
                <div th:object="${product}"><p KEY>[[*{name}]]</p></div>
                <div th:object="${product}"><p cache:fragment='f' cache:key="*{id}">[[*{name}]]</p></div>
                <a KEY th:href="@{/products/{id}(id=${product.id})}" th:text="${product.name}">x</a>
                <a KEY th:href="@{/products(id=${product.id},name=${product.name})}">x</a>
                <a STATIC th:href="@{~/other}">x</a>
                <a STATIC th:href="@{https://example.com/x}">x</a>
                <img KEY th:src="@{/img/{i}(i=${product.image})}" th:alt="${product.name}">
                <link STATIC rel="stylesheet" th:href="@{/css/site.css}">
                <p STATIC th:text="#{m}">x</p>
                <p KEY th:text="#{m(${product.name})}">x</p>
                <p KEY th:text="${#numbers.formatDecimal(product.price, 1, 2)}">x</p>
                <p KEY th:text="${#strings.abbreviate(product.name, 4)}">x</p>
                <p KEY th:text="${#temporals.format(product.since, 'yyyy')}">x</p>
                <p LIST th:text="${#lists.size(products)}">x</p>
                <p KEY th:attr="data-id=${product.id}" th:data-name="${product.name}">x</p>
                <p KEY class="a" th:classappend="${product.available} ? 'on' : 'off'">x</p>
                <p KEY th:text="|${product.name} (${product.id})|">x</p>
                <p KEY th:text="${product.image} ?: 'none'">x</p>
                <p KEY th:text="${product.image} ?: _">none</p>
                <p KEY th:utext="${product.name}">x</p>
                <div STATIC><p th:insert="~{parts :: plain}"></p></div>
                <div KEY><p th:insert="~{parts :: card(${product})}"></p></div>
                <div KEY><p th:replace="~{parts :: card(p=${product})}"></p></div>
                <p th:replace="~{parts :: cached(${product})}"></p>
                <p th:insert="~{parts :: cached(p=${product})}"></p>
                <p th:replace="~{parts :: keyless(${product})}"></p>
                <li th:each="p : ${products}"><p th:replace="~{parts :: keyless(${p})}"></p></li>
                <p th:replace="~{parts :: layout(~{:: #t}, ~{:: #c})}"></p><i th:remove="all"><i id="t">T</i><i id="c">[[${title}]]</i></i>
                <div KEY th:insert="~{parts :: card(${product})}"></div>
                <div KEY><p th:insert="${product.available} ? ~{parts :: plain} : ~{parts :: card(${product})}"></p></div>
                <ul KEY><li th:replace="~{parts :: tree(${product})}"></li></ul>
                <p th:with="active='home'"><i th:insert="~{parts :: nav}"></i></p>
                <p th:with="active='shop'"><i th:insert="~{parts :: nav}"></i></p>
                <th:block KEY>[[${product.name}]]</th:block>
                <cache:fragment name="f" key="${product}">[[${product.name}]]</cache:fragment>
                <p data-cache-fragment='f' data-cache-key="${product}" data-th-text="${product.name}">x</p>
                <div KEY>[[${product.name}]] <b cache:hole>for [[${session.plan}]]</b></div>
                <div KEY>x <b cache:hole="id=${product.id}">[[${id}]] [[${param.q}]]</b></div>
                <div KEY><form cache:hole="id=${product.id}" th:action="@{/cart/{id}(id=${id})}" method="post"><button>buy</button></form></div>
                <p cache:fragment='f' cache:key="${session.plan} ?: 'none'">[[${session.plan}]]</p>
                <p cache:fragment='f' cache:key="${product}, ${session.plan} ?: 'none'"><b th:if="${session.plan == 'gold'}">[[${product.name}]]</b></p>
                <p cache:fragment='f' cache:key="${param.q} ?: 'none'">[[${param.q}]]</p>
                <p cache:fragment='f' cache:key="${product}" cache:vary="plan">[[${session.plan}]]</p>
                <p cache:fragment='f' cache:key="${product}" cache:vary="*">[[${session.plan}]] [[${param.q}]]</p>
                <p KEY>[[${#locale.language}]]</p>
                <p cache:fragment='f' cache:key="${page}, ${products}"><a th:href="@{/list(page=${page + 1})}">next</a></p>
                <ul cache:fragment='f' cache:key="'menu'"><li th:each="e : ${menu}"><a th:href="${e.value}">[[${e.key}]]</a></li></ul>
                <ul><li th:each="e : ${menu}" cache:fragment='f'><a th:href="${e.value}">[[${e.key}]]</a></li></ul>
                <ul STATIC><li th:each="i : ${#numbers.sequence(1, 3)}">[[${i}]]</li></ul>
                <script KEY th:inline="javascript">var name = [[${product.name}]];</script>
                <style STATIC th:inline="css">.a { width: [[${page}]]px; }</style>
                <select LIST><option th:each="p : ${products}" th:value="${p.id}" th:selected="${p.id == 1}">[[${p.name}]]</option></select>
                <input KEY type="checkbox" th:checked="${product.available}" th:disabled="${!product.available}">
                <p KEY><!--/* note */--><!--/*/ <b th:text="${product.name}">x</b> /*/-->x</p>
                <p KEY><i th:remove="tag">[[${product.name}]]</i></p>
                <p cache:fragment='f' cache:key="${product}" cache:if="${product.available}">[[${product.name}]]</p>
                <p cache:fragment='f' cache:key="${product}" cache:fresh="1m">[[${#temporals.createNow() != null}]]</p>
                <p cache:fragment='f' cache:key="${product}" cache:tags="${'catalog'}">[[${product.name}]]</p>
                <p th:if="${session.plan == 'gold'}" KEY>[[${product.name}]]</p>
                <p th:with="who=${session.plan}" KEY>[[${product.name}]]</p>
                <footer STATIC>&copy; [[${title}]]</footer>
                """.lines()
                .map(line -> line.replace(" KEY", KEY).replace(" LIST", LIST).replace(" STATIC", STATIC));
    }

    @ParameterizedTest
    @MethodSource("idioms")
    void anOrdinaryIdiomIsNoErrorAndShowsTheSame(String page) {
        for (boolean spel : new boolean[] {false, true}) {
            WebStage pages = pages(spel, page);
            Guest[] visits = {
                Guest.withoutName().session("plan", "gold").parameter("q", "tea"),
                Guest.withoutName(),
                Guest.withoutName().session("plan", "paid")
            };
            for (int round = 0; round < 2; round++) {
                for (Guest visit : visits) {
                    assertThat(pages.shows(visit)).isEqualTo(pages.plain(visit));
                }
            }
        }
    }

    private static WebStage pages(boolean spel, String page) {
        Item child = new Item(3, "Leaf", new BigDecimal("0.5"), true, LocalDate.of(2026, 1, 3), List.of(), "c.png");
        Item tea = new Item(1, "Assam", new BigDecimal("4.5"), true, LocalDate.of(2026, 1, 1), List.of(child), "a.png");
        Item oat = new Item(2, "Oat", new BigDecimal("2.25"), false, LocalDate.of(2026, 1, 2), List.of(), null);
        Map<String, String> menu = new LinkedHashMap<>();
        menu.put("Home", "/");
        menu.put("Shop", "/shop");
        return WebStage.of(
                        spel,
                        CaffeineStore.ofMegabytes(1),
                        builder -> builder.strict(true).vary("plan", request -> request.session("plan")))
                .set("products", List.of(tea, oat))
                .set("product", oat)
                .set("menu", menu)
                .set("page", 1)
                .set("title", "Leaf & Kettle")
                .template("parts", PARTS)
                .template("page", page);
    }
}
