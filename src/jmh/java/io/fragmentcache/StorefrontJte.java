package io.fragmentcache;

import gg.jte.CodeResolver;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.WriterOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The page in jte, compiled ahead of the first request: what an uncached page costs at best. */
final class StorefrontJte {
    private static final String PAGE = """
            @param io.fragmentcache.StorefrontCategory category
            @param java.util.List<String> links
            @param String title
            @param String user
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>${title} - Shop</title><link rel="stylesheet" href="/shop.css"></head>
            <body>
            <header><nav>@for(String link : links)<a href="/${link}">${link}</a>@endfor</nav><p>Hello <b>${user}</b></p></header>
            <main>
            <div class="category"><h1>${category.getName()}</h1><p>${category.getWords()}</p></div>
            <ul class="cards">@for(var p : category.getProducts())
              <li class="card" id="p${p.getId()}" data-id="${p.getId()}">
              <a class="card-link" href="/products/${p.getId()}"><img class="card-image" width="320" height="240" loading="lazy" src="/images/${p.getId()}.jpg" alt="${p.getName()}"></a>
              <div class="card-body">
                <h3 class="card-title"><a href="/products/${p.getId()}">${p.getName()}</a></h3>
                <p class="card-origin">From <span>${p.getOrigin()}</span></p>
                <p class="card-story">${p.getStory()}</p>
                @if(p.isOrganic())<span class="badge badge-organic">Organic</span>@endif
                <span class="stars stars-${p.getStars()}" title="${p.getStars()} of 5">${p.getStars()}</span>
                <span class="price">EUR <b>${p.getPrice()}</b></span>
              </div>
              <div class="card-foot"><a class="button button-buy" href="/cart/add?product=${p.getId()}&amp;count=1">Add to cart</a> <a class="button" href="/wishes/add?product=${p.getId()}">Remember</a></div>
            </li>@endfor
            </ul>
            </main>
            <footer><p>Shop, since 2017. <a href="/terms">Terms</a> <a href="/imprint">Imprint</a></p></footer>
            </body>
            </html>
            """;

    private final TemplateEngine engine;

    StorefrontJte() {
        try {
            Path classes = Files.createTempDirectory("jte");
            engine = TemplateEngine.create(new OnePage(), classes, ContentType.Html);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void page(StorefrontCategory category, PageBuffer out) {
        Map<String, Object> model =
                Map.of("category", category, "links", StorefrontPage.LINKS, "title", "Tea", "user", "Ada");
        engine.render("page.jte", model, new WriterOutput(out.restart()));
    }

    private static final class OnePage implements CodeResolver {
        @Override
        public String resolve(String name) {
            return PAGE;
        }

        @Override
        public boolean exists(String name) {
            return name.equals("page.jte");
        }

        @Override
        public List<String> resolveAllTemplateNames() {
            return List.of("page.jte");
        }

        @Override
        public long getLastModified(String name) {
            return 0;
        }
    }
}
