package io.fragmentcache.docs;

/** What docs/edge.md shows, for those who run it. */
public final class EdgePage {
    private EdgePage() {}

    /** The configuration of Varnish. */
    public static String vcl() {
        String page = Pages.doc("edge.md");
        int begin = page.indexOf("```vcl\n") + "```vcl\n".length();
        return page.substring(begin, page.indexOf("```", begin));
    }
}
