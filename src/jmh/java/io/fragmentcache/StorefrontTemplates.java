package io.fragmentcache;

import java.util.HashMap;
import java.util.Map;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresource.ITemplateResource;
import org.thymeleaf.templateresource.StringTemplateResource;

/** The page, whole and in the pieces that caching by hand needs: all peers print the same text. */
final class StorefrontTemplates extends AbstractConfigurableTemplateResolver {
    private static final String CARD = """
            <li class="card" id="p1" cache:fragment="card" cache:key="${p}" th:attr="data-id=${p.id}" th:id="|p${p.id}|">
              <a class="card-link" href="p" th:href="@{~/products/{id}(id=${p.id})}"><img class="card-image" width="320" height="240" loading="lazy" src="i" th:src="@{~/images/{id}.jpg(id=${p.id})}" alt="" th:alt="${p.name}"></a>
              <div class="card-body">
                <h3 class="card-title"><a href="p" th:href="@{~/products/{id}(id=${p.id})}" th:text="${p.name}">Tea</a></h3>
                <p class="card-origin">From <span th:text="${p.origin}">here</span></p>
                <p class="card-story" th:text="${p.story}">Story</p>
                <span class="badge badge-organic" th:if="${p.organic}">Organic</span>
                <span class="stars" th:classappend="|stars-${p.stars}|" th:title="|${p.stars} of 5|" th:text="${p.stars}">5</span>
                <span class="price">EUR <b th:text="${p.price}">1.00</b></span>
              </div>
              <div class="card-foot"><a class="button button-buy" href="b" th:href="@{~/cart/add(product=${p.id},count=1)}">Add to cart</a> <a class="button" href="w" th:href="@{~/wishes/add(product=${p.id})}">Remember</a></div>
            </li>
            """.strip();
    private static final String HEAD = """
            <div class="category"><h1 th:text="${category.name}">Tea</h1><p th:text="${category.words}">Words</p></div>
            """.strip();
    private static final String LAYOUT = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title th:text="|${title} - Shop|">Shop</title><link rel="stylesheet" href="/shop.css"></head>
            <body>
            <header><nav><a href="l" th:each="link : ${links}" th:href="@{~/{l}(l=${link})}" th:text="${link}">Link</a></nav><p>Hello <b th:text="${user}">you</b></p></header>
            %s
            <footer><p>Shop, since 2017. <a href="/terms">Terms</a> <a href="/imprint">Imprint</a></p></footer>
            </body>
            </html>
            """;
    private static final String MAIN = """
            <main cache:fragment="main" cache:key="${category}">
            %s
            %s
            </main>""";
    private static final String LIST = """
            <ul class="cards" cache:fragment="list" cache:key="${category}">
              %s
            </ul>""";
    private static final String EACH = "each=\"p : ${category.products}\"";

    private final Map<String, String> sources = new HashMap<>();

    StorefrontTemplates() {
        setCheckExistence(true);
        String page = LAYOUT.formatted(MAIN.formatted(HEAD, LIST));
        String rows = page.formatted(CARD.replace("<li", "<li th:" + EACH));
        sources.put("cached", page.formatted(CARD.replace("<li", "<li cache:" + EACH)));
        sources.put("cached, th:each", rows);
        sources.put("plain", unmarked(rows));
        sources.put("layout", LAYOUT.formatted("<main></main>"));
        sources.put("hand", LAYOUT.formatted("<th:block th:utext=\"${main}\">main</th:block>"));
        sources.put("hand-main", unmarked(MAIN.formatted(HEAD, "<th:block th:utext=\"${list}\">list</th:block>")));
        sources.put("hand-list", """
                <ul class="cards"><th:block th:each="card : ${cards}">
                  <th:block th:utext="${card}">card</th:block></th:block>
                </ul>""");
        sources.put("hand-card", unmarked(CARD));
    }

    private static String unmarked(String source) {
        return source.replaceAll(" cache:[a-z]+=\"[^\"]*\"", "");
    }

    @Override
    protected ITemplateResource computeTemplateResource(
            IEngineConfiguration configuration,
            String owner,
            String template,
            String name,
            String encoding,
            Map<String, Object> attributes) {
        return new StringTemplateResource(sources.getOrDefault(name, ""));
    }
}
