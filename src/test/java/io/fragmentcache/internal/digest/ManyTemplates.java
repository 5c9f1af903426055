package io.fragmentcache.internal.digest;

import java.util.ArrayList;
import java.util.List;

/** A large application: a thousand templates that include each other, with five cached fragments each. */
final class ManyTemplates {
    private ManyTemplates() {}

    static Site site() {
        Site site = Site.under("/");
        for (int t = 0; t < 1000; t++) {
            List<String> lines = new ArrayList<>();
            for (int f = 0; f < 5; f++) {
                lines.add("<section cache:fragment='f" + f + "' cache:key='${p}'>");
                for (int row = 0; row < 10; row++) {
                    lines.add("<p class='c' th:if='${p.x}'><a th:href='@{/p/{id}(id=${p.id})}' th:text='${p.name}'>x"
                            + t + "</a> text</p>");
                }
                lines.add("<i th:replace='~{dir/t" + (t + 1) % 1000 / 10 + " :: part}'></i></section>");
            }
            lines.add("<b th:fragment='part' th:text='#{m" + t + "}'>x<u th:insert='~{dir/t0 :: part}'></u></b>");
            site.template("dir/t" + t, String.join("\n", lines));
        }
        return site;
    }
}
