package io.fragmentcache.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In each page {@code ^} is where somebody wants to put a comment. */
class CommentPlacesTest {
    private static boolean allows(String page) {
        int offset = page.indexOf('^');
        return CommentPlaces.in(page.replace("^", "")).allow(offset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^<!DOCTYPE html><html></html>",
                "<html>^<head></head></html>",
                "<p>a^b</p>",
                "<p>a</p>^",
                "<table>^<tr><td>1</td></tr>^</table>",
                "<p title='a > b'>^</p>",
                "<p title=\"<b>\">^</p>",
                "<p don't>^</p>",
                "<a href=x=\"y>^</a>",
                "1 < 2^ and 3 > 2",
                "<p>a<^</p>",
                "<!-- a -->^",
                "<!-->^<p>",
                "<!--->^<p>",
                "<!-- a --!>^<p>",
                "<script>if (a < b) '</p>'</script>^",
                "<script><!-- <script> </script> --></script>^",
                "<title>a</title >^",
                "<textarea></textareas></textarea>^",
                "<pre>a^</pre>",
                "<pre>^a</pre>",
                "<titles>^</titles>",
                "<?php ?>^",
            })
    void aCommentMayStand(String page) {
        assertThat(allows(page)).as(page).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p ^class='a'>",
                "<p class='^a'>",
                "<p class=a^>",
                "<p title='a > ^b'>",
                "</p^>",
                "<!DOCTYPE ^html>",
                "<!-- a ^ -->",
                "<!-- a -- ^ -->",
                "<title>^a</title>",
                "<title>a^</title>",
                "<TITLE>a^</TITLE>",
                "<textarea>^</textarea>",
                "<style>^</style>",
                "<script>'^'</script>",
                "<script>'</scripts>' ^</script>",
                "<script><!-- <script> </script> ^ --></script>",
                "<script><!-- <script> --> ^</script>",
                "<noscript>^</noscript>",
                "<iframe>^</iframe>",
                "<svg><![CDATA[ > ^ ]]></svg>",
                "<pre>^\na</pre>",
                "<p title='^",
                "<title>^",
                "<!-- ^",
            })
    void aCommentWouldChangeThePage(String page) {
        assertThat(allows(page)).as(page).isFalse();
    }

    @Test
    void theHeadEndsAtItsTagOrWhereTheBodyBegins() {
        assertThat(CommentPlaces.in("<html><head><title></head></title></head><body>")
                        .headEnd())
                .isEqualTo("<html><head><title></head></title>".length());
        assertThat(CommentPlaces.in("<title>x</title><body>").headEnd()).isEqualTo("<title>x</title>".length());
        assertThat(CommentPlaces.in("<p>a part of a page</p>").headEnd()).isEqualTo(-1);
    }
}
